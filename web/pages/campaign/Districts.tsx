import type { DistrictRow } from '../../../db/queries/districtStrips.ts'
import { addCount, countedStates, noCounts } from '../../../db/queries/stateCounts.ts'
import type { StateCounts } from '../../../domain/result.ts'
import { MiniBar } from '../../components/Bar.tsx'
import { DistrictStrip, stripWidth } from '../../components/DistrictStrip.tsx'
import { Link } from '../../components/Link.tsx'
import { percent } from '../../components/Ledger.tsx'
import { StateMark } from '../../components/StateGlyph.tsx'
import { Table } from '../../components/Table.tsx'
import { useWords } from '../../frame.ts'
import { unitsAddress } from './addresses.ts'
import type { BoardView } from './boardView.ts'

/** Beyond so many cells a strip is no longer read; each row then shows its counts as a bar. */
const MOST_CELLS = 1200

interface Line {
  name: string
  /** Null: several units in one line, such as member associations. */
  unitId: number | null
  rows: DistrictRow[]
  counts: StateCounts
}

/** The issuer's direct children: drawn, or as a table that carries the same facts. */
export function Districts(view: BoardView) {
  const words = useWords()
  const { head, current, districts, order } = view
  if (districts.length === 0) return null
  const base = `/campaigns/${head.id}?milestone=${current.key}`
  const lines = useLines(districts)
  const sorted = order === 'overdue' ? [...lines].sort((a, b) => b.counts.overdue - a.counts.overdue) : lines
  return (
    <section class="section" id="districts">
      <header>
        <h2>{words.t('districts.title')}</h2>
        <span class="note">
          {order === 'overdue' ? (
            <Link href={`${base}#districts`}>{words.t('districts.official')}</Link>
          ) : (
            <Link href={`${base}&order=overdue#districts`}>{words.t('districts.byOverdue')}</Link>
          )}
        </span>
        <Link class="push" href={order === 'table' ? `${base}#districts` : `${base}&order=table#districts`}>
          {words.t(order === 'table' ? 'districts.drawn' : 'districts.table')}
        </Link>
      </header>
      {order === 'table' ? <AsTable lines={sorted} view={view} /> : <Drawn lines={sorted} view={view} />}
    </section>
  )
}

/** Districts and counties each in a line of their own; what else stands beside them, by its type. */
function useLines(districts: readonly DistrictRow[]): Line[] {
  const words = useWords()
  const own = districts.filter(
    (row) => row.counts.total > 1 || row.type === 'district' || row.type === 'county',
  )
  const others = new Map<string, DistrictRow[]>()
  for (const row of districts) {
    if (own.includes(row)) continue
    others.set(row.type, [...(others.get(row.type) ?? []), row])
  }
  return [
    ...own.map((row) => ({ name: row.name, unitId: row.unitId, rows: [row], counts: row.counts })),
    ...[...others].map(([type, rows]) => ({
      name: words.code('unit', type),
      unitId: null,
      rows,
      counts: sumOf(rows),
    })),
  ]
}

function sumOf(rows: readonly DistrictRow[]): StateCounts {
  const sum = noCounts()
  for (const { counts } of rows) for (const state of countedStates) addCount(sum, state, counts[state])
  return sum
}

function Drawn({ lines, view }: { lines: readonly Line[]; view: BoardView }) {
  const words = useWords()
  const drawn =
    view.districts.every(({ cells }) => cells !== null) &&
    view.districts.reduce((sum, { cells }) => sum + (cells?.length ?? 0), 0) <= MOST_CELLS
  const width = Math.ceil(Math.max(...view.districts.map(stripWidth)))
  return (
    <>
      <ul class="districts">
        <li class="heading note">
          <span>{words.t('districts.unit')}</span>
          <span>{words.t('districts.cells')}</span>
          <span class="num">{words.t('districts.settled')}</span>
          <span class="num">{words.t('districts.toReview')}</span>
          <span class="num">{words.t('state.overdue')}</span>
          <span>{words.t('districts.docket')}</span>
        </li>
        {lines.map((line) => (
          <li>
            <LineName line={line} view={view} />
            <span class="cells">
              {!drawn ? (
                <MiniBar counts={line.counts} />
              ) : line.unitId === null ? (
                <Beside rows={line.rows} />
              ) : (
                line.rows.map((row) => <DistrictStrip row={row} width={width} />)
              )}
            </span>
            <Figures line={line} view={view} />
          </li>
        ))}
      </ul>
      <p class="legend note">
        {countedStates.map((state) => (
          <StateMark state={state} />
        ))}
        <span>{words.t('districts.legend')}</span>
      </p>
    </>
  )
}

/** Units that stand beside the districts, each a cell. */
function Beside({ rows }: { rows: readonly DistrictRow[] }) {
  return (
    <>
      {rows.map((row) => (
        <DistrictStrip row={row} width={22} />
      ))}
    </>
  )
}

function LineName({ line, view }: { line: Line; view: BoardView }) {
  const words = useWords()
  const size = <small class="note">{words.number(line.counts.total)}</small>
  if (line.unitId === null) {
    return (
      <span class="name">
        {line.name} {size}
      </span>
    )
  }
  const href = unitsAddress(view.head.id, { milestone: view.current.key, district: line.unitId })
  return (
    <Link class="name" href={href}>
      {line.name} {size}
    </Link>
  )
}

function Figures({ line, view }: { line: Line; view: BoardView }) {
  const words = useWords()
  const { counts } = line
  const done = view.current.duty === 'acknowledge' ? counts.acknowledged : counts.accepted
  const docket = line.rows.find((row) => row.docket !== null)?.docket ?? null
  return (
    <>
      <span class="num">{percent(done, counts.total - counts.waived)}</span>
      <span class="num t-submitted">{counts.submitted === 0 ? '·' : words.number(counts.submitted)}</span>
      <span class={`num${counts.overdue === 0 ? '' : ' late'}`}>
        {counts.overdue === 0 ? '·' : words.number(counts.overdue)}
      </span>
      <span class="docket-note note">
        {docket === null
          ? '—'
          : words.line(
              words.t('districts.items', { n: words.number(docket.items) }),
              docket.seen ? words.t('districts.seen') : '',
              docket.climbsAt === null
                ? ''
                : words.t('districts.climbs', { instant: words.instant(docket.climbsAt) }),
            )}
      </span>
    </>
  )
}

function AsTable({ lines, view }: { lines: readonly Line[]; view: BoardView }) {
  const words = useWords()
  return (
    <Table
      caption={words.t('districts.title')}
      empty={words.t('page.none')}
      rows={lines}
      columns={[
        { label: words.t('districts.unit'), cell: (line) => <LineName line={line} view={view} /> },
        ...countedStates.map((state) => ({
          label: words.t(`state.${state}`),
          number: true,
          cell: (line: Line) => words.number(line.counts[state]),
        })),
        { label: words.t('page.total'), number: true, cell: (line) => words.number(line.counts.total) },
      ]}
    />
  )
}
