import type { BounceLine } from '../../../db/queries/bounces.ts'
import { Button } from '../../components/Button.tsx'
import { Form } from '../../components/Form.tsx'
import { Link, Telephone } from '../../components/Link.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { PAGE_SIZE, Paging, Table } from '../../components/Table.tsx'
import { useWords } from '../../frame.ts'
import { queryOf } from '../campaign/addresses.ts'

export interface BouncesView {
  lines: BounceLine[]
  total: number
  page: number
  /** Real seconds since the mailbox was read; null: no mailbox is read. */
  silentSeconds: number | null
}

export const bouncesPageSize = PAGE_SIZE

/** Mails that came back: whom they were for, why, what can be done, and whom to call. */
export function BouncesPage({ lines, total, page, silentSeconds }: BouncesView) {
  const words = useWords()
  return (
    <Desk title={words.t('bounces.title')}>
      <div class="page-head">
        <h1>{words.t('bounces.title')}</h1>
        <span class="note">{words.t('bounces.note')}</span>
      </div>
      <ProblemBox />
      <Reading silentSeconds={silentSeconds} />
      <Table
        caption={words.t('bounces.title')}
        empty={words.t('bounces.none')}
        rows={lines}
        columns={[
          {
            label: words.t('ahead.when'),
            cell: (line) => <span class="nowrap">{words.instant(line.readAt)}</span>,
          },
          { label: words.t('units.unit'), cell: unitOf },
          {
            label: words.t('bounces.person'),
            cell: (line) => (
              <>
                {line.personName ?? '·'}
                {line.telephone === null ? null : (
                  <div>
                    <Telephone number={line.telephone} />
                  </div>
                )}
              </>
            ),
          },
          { label: words.t('record.address'), cell: (line) => line.recipient ?? '·' },
          {
            label: words.t('bounces.reason'),
            cell: (line) => (
              <div>
                {line.remedy === null ? null : <div>{words.code('remedy', line.remedy)}</div>}
                <div class="note">{saidOf(line)}</div>
              </div>
            ),
          },
          { label: words.t('bounces.outcome'), cell: (line) => <Outcome line={line} page={page} /> },
        ]}
      />
      <Paging page={page} total={total} hrefOf={(to) => `/bounces${queryOf({ page: to })}`} />
    </Desk>
  )
}

function unitOf(line: BounceLine) {
  return line.unitId === null ? '·' : <Link href={`/units/${line.unitId}`}>{line.unitName ?? ''}</Link>
}

/** The server's words, and its status where they do not repeat it. */
function saidOf({ status, diagnostic }: BounceLine): string {
  return status === null || diagnostic.includes(status) ? diagnostic : `${status} ${diagnostic}`
}

/** How it was put down, and the button for whoever knows that it is true. */
function Outcome({ line, page }: { line: BounceLine; page: number }) {
  const words = useWords()
  if (line.settled) return <>{words.t('bounces.settled')}</>
  return (
    <div>
      {words.t(outcomeKey(line))}
      {line.settles === null ? null : (
        <Form action={`/bounces/${line.id}/settle${queryOf({ page })}`}>
          <Button>
            {words.t(`bounces.settle.${line.settles}`, { person: line.personName ?? line.recipient ?? '' })}
          </Button>
        </Form>
      )}
    </div>
  )
}

function outcomeKey({ outcome, permanent }: BounceLine) {
  if (outcome === 'noted' && !permanent) return 'bounces.delayed' as const
  return `bounces.${outcome}` as const
}

/** A mailbox that has not been read for ten minutes may hold what is not shown here. */
const LATE_SECONDS = 600

function Reading({ silentSeconds }: { silentSeconds: number | null }) {
  const words = useWords()
  if (silentSeconds === null) return <p class="warning">{words.t('bounces.notRead')}</p>
  if (silentSeconds > LATE_SECONDS)
    return (
      <p class="warning">
        {words.t('bounces.readLate', { n: words.number(Math.round(silentSeconds / 60)) })}
      </p>
    )
  return <p class="note">{words.t('bounces.read')}</p>
}
