import type { UnitNotice } from '../../../db/queries/unitNotices.ts'
import { Link } from '../../components/Link.tsx'
import { Phone } from '../../components/Shell.tsx'
import { StateGlyph } from '../../components/StateGlyph.tsx'
import { Paging } from '../../components/Table.tsx'
import { useFrame, useWords } from '../../frame.ts'

interface NoticesView {
  unitName: string
  rows: UnitNotice[]
  total: number
  page: number
  base: string
  addressOf(row: UnitNotice): string
}

/** All notices of a contact: what is to be done, then what is under way, then what is past. */
export function NoticesPage({ unitName, rows, total, page, base, addressOf }: NoticesView) {
  const words = useWords()
  const running = rows.filter(({ state }) => state === 'open' || state === 'issuing')
  const past = rows.filter(({ state }) => state === 'closed' || state === 'cancelled')
  return (
    <Phone title={words.t('notices.title')} heading={unitName}>
      <Link href={base} class="back">{`‹ ${words.t('page.back')}`}</Link>
      <h1 class="title">{words.t('notices.title')}</h1>
      <List heading={words.t('notices.running')} rows={running} addressOf={addressOf} />
      <List heading={words.t('notices.past')} rows={past} addressOf={addressOf} />
      <Paging page={page} total={total} hrefOf={(wanted) => `${base}/notices?page=${wanted}`} />
    </Phone>
  )
}

function List(props: { heading: string; rows: UnitNotice[]; addressOf(row: UnitNotice): string }) {
  if (props.rows.length === 0) return null
  return (
    <section class="part">
      <h2>{props.heading}</h2>
      <ul class="rows notices">
        {props.rows.map((row) => (
          <li>
            <Link href={props.addressOf(row)}>
              <Entry row={row} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Entry({ row }: { row: UnitNotice }) {
  const words = useWords()
  return (
    <span>
      <span class="song">{row.title}</span>
      <span class="note">{words.line(row.issuerName, row.number, words.fullDate(row.issuedOn))}</span>
      <Standing row={row} />
    </span>
  )
}

function Standing({ row }: { row: UnitNotice }) {
  const { words, today } = useFrame()
  if (row.withdrawn || row.state === 'cancelled') return <span>{words.t('notices.nothingAsked')}</span>
  if (row.state === 'closed')
    return (
      <span>
        {words.t('notices.ended', { instant: row.endedAt === null ? '' : words.instant(row.endedAt) })}
      </span>
    )
  if (row.open === 0)
    return (
      <span class="says">
        <StateGlyph state="accepted" />
        {words.t('notices.allDone')}
      </span>
    )
  const late = row.nextDueOn !== null && row.nextDueOn < today
  const by =
    late && row.nextDueOn !== null
      ? words.t('unit.wasDue', { date: words.date(row.nextDueOn) })
      : words.due(row.nextDueOn)
  return (
    <span class={late ? 'says late' : 'says'}>
      <StateGlyph state={late ? 'overdue' : row.acknowledged ? 'acknowledged' : 'unacknowledged'} />
      {`${words.t('notices.open', { n: words.number(row.open) })}${words.t('page.comma')}${by}`}
    </span>
  )
}
