import { useWords } from '../../frame.ts'
import type { Mark, Paragraph } from '../../circular/marks.ts'

const LONGEST_SILENCE = 3

/** The circular itself, what was read from it marked; stretches that nothing was read from are folded. */
export function Paper({ paragraphs }: { paragraphs: Paragraph[] }) {
  const words = useWords()
  return (
    <section class="circular-paper" aria-label={words.t('circular.paper')}>
      <div class="text" lang="zh-CN">
        {runsOf(paragraphs).map((run) =>
          run.silent && run.paragraphs.length > LONGEST_SILENCE ? (
            <details class="silent">
              <summary>{words.t('circular.folded', { n: run.paragraphs.length })}</summary>
              {run.paragraphs.map((paragraph) => (
                <Line paragraph={paragraph} />
              ))}
            </details>
          ) : (
            run.paragraphs.map((paragraph) => <Line paragraph={paragraph} />)
          ),
        )}
      </div>
      <p class="legend note">
        <span>
          <span class="read-mark">{words.t('circular.legendRead')}</span>
        </span>
        <span>
          <span class="read-mark asked">{words.t('circular.legendAsked')}</span>
        </span>
      </p>
    </section>
  )
}

function runsOf(paragraphs: Paragraph[]): { silent: boolean; paragraphs: Paragraph[] }[] {
  const runs: { silent: boolean; paragraphs: Paragraph[] }[] = []
  for (const paragraph of paragraphs) {
    const silent = paragraph.pieces.every(({ mark }) => mark === null)
    const last = runs.at(-1)
    if (last !== undefined && last.silent === silent) last.paragraphs.push(paragraph)
    else runs.push({ silent, paragraphs: [paragraph] })
  }
  return runs
}

function Line({ paragraph }: { paragraph: Paragraph }) {
  return (
    <p>
      {paragraph.pieces.map(({ text, mark, first }) =>
        mark === null ? (
          text
        ) : (
          <mark
            class={mark.asked ? 'read-mark asked' : 'read-mark'}
            data-mark={String(mark.n)}
            {...(first ? { id: `mark-${mark.n}`, tabIndex: -1 } : {})}
          >
            {first ? <Number mark={mark} /> : null}
            {text}
          </mark>
        ),
      )}
    </p>
  )
}

function Number({ mark }: { mark: Mark }) {
  return (
    <span class="n" aria-hidden="true">
      {mark.n}
    </span>
  )
}
