/** What happens at a moment, as calendars and lists draw it. */
export type MomentMark =
  'issue' | 'acknowledge' | 'reminder' | 'deadline' | 'late' | 'escalation' | 'question' | 'bounce'

/** @param level of an escalation; @param ahead a level that nobody has reached yet is dashed */
export function MomentGlyph({
  mark,
  level,
  ahead,
}: {
  mark: MomentMark
  level?: number | null
  ahead?: boolean
}) {
  return (
    <svg
      class={`glyph m-${mark}${ahead === true ? ' ahead' : ''}`}
      width="18"
      height="16"
      viewBox="0 0 18 16"
      aria-hidden="true"
    >
      <MomentShape mark={mark} level={level ?? null} />
    </svg>
  )
}

/** The same inside a drawing, 18 by 16. */
export function MomentShape({ mark, level }: { mark: MomentMark; level: number | null }) {
  return mark === 'escalation' ? triangle(level) : shapes[mark]
}

const shapes: Record<Exclude<MomentMark, 'escalation'>, preact.JSX.Element> = {
  issue: (
    <>
      <rect class="red" x="3.5" y="2.5" width="11" height="11" />
      <rect class="white-edge" x="6.5" y="5.5" width="5" height="5" />
    </>
  ),
  acknowledge: <circle class="ring" cx="9" cy="8" r="4" />,
  reminder: <circle class="dot" cx="9" cy="8" r="4.5" />,
  deadline: (
    <>
      <rect class="red" x="3" y="2" width="12" height="12" />
      <rect class="white" x="4.5" y="3.5" width="9" height="6" />
    </>
  ),
  late: <path class="red" d="M4.5 2h9v12L9 10.8 4.5 14z" />,
  question: (
    <>
      <path class="ring" d="M3.5 2.5h11v8.5H9l-3.5 3V11h-2z" />
      <path class="ring" d="M6 5.5h6M6 8h4" />
    </>
  ),
  bounce: (
    <>
      <path class="ring" d="M2.5 3.5h13v9h-13zM2.5 3.5L9 9l6.5-5.5" />
      <path class="ring" d="M3 13.5L15.5 2.5" />
    </>
  ),
}

function triangle(level: number | null) {
  return (
    <>
      <path class="peak" d="M9 1.5L17 14.5H1z" />
      {level === null ? null : (
        <text class="level" x="9" y="13.2" text-anchor="middle">
          {level}
        </text>
      )}
    </>
  )
}
