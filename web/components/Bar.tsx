import { countedStates, type CountedState } from '../../db/queries/stateCounts.ts'
import type { StateCounts } from '../../domain/result.ts'
import { useWords } from '../frame.ts'

/** The seven counts as one line, in the order of the ledger; what is overdue hangs below it. */
export function MiniBar({ counts, tall }: { counts: StateCounts; tall?: boolean }) {
  const words = useWords()
  const text = countedStates
    .filter((state) => counts[state] > 0)
    .map((state) => `${words.t(`state.${state}`)} ${words.number(counts[state])}`)
    .join(words.t('page.comma'))
  return (
    <svg
      class={`mini-bar${tall === true ? ' tall' : ''}`}
      role="img"
      viewBox="0 0 1000 20"
      preserveAspectRatio="none"
    >
      <title>{text}</title>
      {counts.total === 0 ? <rect class="empty" x="0" y="2" width="1000" height="12" /> : parts(counts)}
    </svg>
  )
}

function parts(counts: StateCounts) {
  const present = countedStates.filter((state) => counts[state] > 0)
  // A share too small to be seen is drawn all the same; the others give way.
  const smallest = 8
  const widths = present.map((state) => Math.max(smallest, (counts[state] / counts.total) * 1000))
  const scale = 1000 / widths.reduce((sum, width) => sum + width, 0)
  let x = 0
  return present.map((state, index) => {
    const width = (widths[index] ?? 0) * scale
    const at = x
    x += width
    return <Part state={state} x={at} width={Math.max(1, width - 2)} />
  })
}

function Part({ state, x, width }: { state: CountedState; x: number; width: number }) {
  if (state === 'acknowledged') {
    return (
      <>
        <rect class="bar-unacknowledged" x={x} y="2" width={width} height="12" />
        <rect class="bar-acknowledged" x={x} y="8" width={width} height="6" />
      </>
    )
  }
  return <rect class={`bar-${state}`} x={x} y="2" width={width} height={state === 'overdue' ? 18 : 12} />
}

/** How far a sum has come towards its total. */
export function Track({ sum, total }: { sum: number; total: number }) {
  const share = total === 0 ? 0 : Math.min(1, sum / total)
  return (
    <svg class="track" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track-all" width="100" height="4" />
      <rect class="track-done" width={share * 100} height="4" />
    </svg>
  )
}
