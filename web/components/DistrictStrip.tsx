import type { DistrictRow, StripCell } from '../../db/queries/districtStrips.ts'
import { countedStates, type CountedState } from '../../db/queries/stateCounts.ts'
import { useWords } from '../frame.ts'

/** One scale for all rows: a child unit is as wide as this, its parent's cell as all of them together. */
const CHILD = 2.6
const SMALLEST = 13
const OWN = 19
const GAP = 3
const UPPER = { y: 5, height: 12 }
const LOWER = { y: 19, height: 8 }
const HEIGHT = 33

const fromDone: readonly CountedState[] = [
  'accepted',
  'acknowledged',
  'unacknowledged',
  'waived',
  'submitted',
  'returned',
  'overdue',
]

export function stripWidth(row: DistrictRow): number {
  return OWN + 6 + (row.cells ?? []).reduce((sum, cell) => sum + widthOf(cell) + GAP, 0)
}

function widthOf(cell: StripCell): number {
  return Math.max(SMALLEST, cell.size * CHILD)
}

/** A district, its streets and townships, and below each what stands under it. What is late sticks out. */
export function DistrictStrip({ row, width }: { row: DistrictRow; width: number }) {
  const words = useWords()
  const parts = countedStates
    .filter((state) => row.counts[state] > 0)
    .map((state) => `${words.t(`state.${state}`)} ${words.number(row.counts[state])}`)
  let x = OWN + 6
  return (
    <svg class="strip" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img">
      <title>{`${row.name} ${parts.join(words.t('page.comma'))}`}</title>
      {row.own === null ? null : <Upper state={row.own} x={0} width={OWN} />}
      {(row.cells ?? []).map((cell) => {
        const at = x
        x += widthOf(cell) + GAP
        return <Cell cell={cell} x={at} />
      })}
    </svg>
  )
}

function Cell({ cell, x }: { cell: StripCell; x: number }) {
  return (
    <>
      {cell.own === null ? null : <Upper state={cell.own} x={x} width={widthOf(cell)} />}
      <Lower cell={cell} x={x} />
    </>
  )
}

function Upper({ state, x, width }: { state: CountedState; x: number; width: number }) {
  const { y, height } = UPPER
  switch (state) {
    case 'overdue':
      return <rect class="bar-overdue" x={x} y={y - 4} width={width} height={height + 4} />
    case 'returned':
      return <path class="bar-returned" d={`M${x} ${y}h${width - 4}l4 4v${height - 4}h-${width}z`} />
    case 'acknowledged':
      return (
        <>
          <rect class="bar-hollow" x={x + 0.5} y={y + 0.5} width={width - 1} height={height - 1} />
          <rect class="bar-acknowledged" x={x} y={y + height / 2} width={width} height={height / 2} />
        </>
      )
    case 'waived':
      return (
        <>
          <rect class="bar-hollow faint" x={x + 0.5} y={y + 0.5} width={width - 1} height={height - 1} />
          <path class="bar-stroke" d={`M${x + width / 2 - 4} ${y + height - 3}l8 -6`} />
        </>
      )
    case 'unacknowledged':
      return <rect class="bar-hollow" x={x + 0.5} y={y + 0.5} width={width - 1} height={height - 1} />
    case 'accepted':
      return <rect class="strip-upper" x={x} y={y} width={width} height={height} />
    case 'submitted':
      return <rect class="bar-submitted" x={x} y={y} width={width} height={height} />
  }
}

function Lower({ cell, x }: { cell: StripCell; x: number }) {
  const { y, height } = LOWER
  const scale = cell.size === 0 ? 0 : widthOf(cell) / cell.size
  let at = x
  return (
    <>
      {fromDone.map((state) => {
        const width = (cell.below[state] ?? 0) * scale
        if (width === 0) return null
        const from = at
        at += width
        if (state === 'overdue') {
          return <rect class="bar-overdue" x={from} y={y} width={width} height={height + 5} />
        }
        if (state === 'acknowledged') {
          return <rect class="bar-acknowledged" x={from} y={y + 4} width={width} height={4} />
        }
        if (state === 'unacknowledged' || state === 'waived') {
          const inner = Math.max(0.5, width - 1)
          return <rect class="bar-hollow" x={from + 0.5} y={y + 0.5} width={inner} height={height - 1} />
        }
        return (
          <rect
            class={state === 'accepted' ? 'strip-lower' : `bar-${state}`}
            x={from}
            y={y}
            width={width}
            height={height}
          />
        )
      })}
    </>
  )
}
