import type { CountedState } from '../../db/queries/stateCounts.ts'
import { useWords } from '../frame.ts'

/** Fuller means further; late sticks out. The shape alone tells the state, whatever the eye makes of colours. */
export function StateGlyph({ state }: { state: CountedState }) {
  return (
    <svg class={`glyph s-${state}`} width="16" height="18" viewBox="0 0 16 18" aria-hidden="true">
      {shapes[state]}
    </svg>
  )
}

const shapes: Record<CountedState, preact.JSX.Element> = {
  unacknowledged: <rect class="edge" x="2.75" y="2.75" width="11.5" height="11.5" />,
  acknowledged: (
    <>
      <rect class="edge" x="2.75" y="2.75" width="11.5" height="11.5" />
      <rect class="area" x="2" y="9" width="13" height="6" />
    </>
  ),
  submitted: (
    <>
      <rect class="area" x="2" y="2" width="13" height="13" />
      <path class="mark" d="M8.5 12V5.5M5.5 8.3l3-3 3 3" />
    </>
  ),
  returned: (
    <>
      <path class="area" d="M2 2h9l4 4v9H2z" />
      <path class="dark" d="M11.5 8.7v1.8H5.2M7.6 7.7L4.8 10.5l2.8 2.8" />
    </>
  ),
  accepted: (
    <>
      <rect class="area edge" x="2.5" y="2.5" width="12" height="12" />
      <path class="tick" d="M5.2 8.4l2.6 2.7 4.2-4.8" />
    </>
  ),
  overdue: (
    <>
      <path class="area" d="M3 1h11v16l-5.5-3.6L3 17z" />
      <path class="mark" d="M8.5 3.8v4.4M8.5 9.8v1.7" />
    </>
  ),
  waived: (
    <>
      <rect class="edge" x="2.5" y="2.5" width="12" height="12" />
      <path class="edge" d="M3.5 13.5l10-10" />
    </>
  ),
}

/** Glyph plus text, never a pill. */
export function StateMark({ state }: { state: CountedState }) {
  const words = useWords()
  return (
    <span class={`state t-${state}`}>
      <StateGlyph state={state} />
      {words.t(`state.${state}`)}
    </span>
  )
}
