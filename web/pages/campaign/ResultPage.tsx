import type { CampaignHead } from '../../../db/queries/campaignHead.ts'
import type { CampaignResult } from '../../../domain/result.ts'
import { Track } from '../../components/Bar.tsx'
import { CampaignHeader } from '../../components/CampaignHeader.tsx'
import { percent } from '../../components/Ledger.tsx'
import { Facts } from '../../components/Receipt.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Table } from '../../components/Table.tsx'
import { useWords } from '../../frame.ts'
import { unitsAddress } from './addresses.ts'
import { Link } from '../../components/Link.tsx'

/** What a campaign came to, as it was compiled when it ended. */
export function ResultPage({ head, result }: { head: CampaignHead; result: CampaignResult | null }) {
  const words = useWords()
  return (
    <Desk title={words.t('campaign.result')} section="notices">
      <CampaignHeader head={head} />
      {result === null ? (
        <p class="empty">{words.t(head.endedAt === null ? 'result.running' : 'result.compiling')}</p>
      ) : (
        <Result head={head} result={result} />
      )}
    </Desk>
  )
}

function Result({ head, result }: { head: CampaignHead; result: CampaignResult }) {
  const words = useWords()
  const { reports, mails, escalations } = result
  const share = (n: number, of: number): string => words.line(words.number(n), percent(n, of))
  return (
    <>
      <div class="columns even">
        <section class="section">
          <h2>{words.t('result.units')}</h2>
          <Facts
            facts={[
              [words.t('page.total'), words.number(result.units)],
              [words.t('state.acknowledged'), share(result.acknowledged, result.units)],
              [
                words.t('result.mails'),
                words.t('result.mailCounts', {
                  sent: words.number(mails.sent),
                  failed: words.number(mails.failed),
                }),
              ],
              ...escalations.map((n, index): [string, string] => [
                words.t('moment.escalation', { level: index + 1 }),
                words.t('result.items', { n: words.number(n) }),
              ]),
            ]}
          />
        </section>
        <section class="section">
          <h2>{words.t('result.reports')}</h2>
          <Facts
            facts={[
              [words.t('page.total'), words.number(reports.total)],
              [words.t('record.onTime'), share(reports.onTime, reports.total)],
              [words.t('record.late'), share(reports.late, reports.total)],
              [words.t('state.accepted'), share(reports.accepted, reports.total)],
              [words.t('state.waived'), share(reports.waived, reports.total)],
              [words.t('state.missed'), share(reports.missed, reports.total)],
            ]}
          />
        </section>
      </div>
      <Targets result={result} />
      <Districts head={head} result={result} />
    </>
  )
}

function Targets({ result }: { result: CampaignResult }) {
  const words = useWords()
  if (result.targets.length === 0) return null
  return (
    <section class="section">
      <h2>{words.t('board.targets')}</h2>
      <ul class="target-sums">
        {result.targets.map(({ name, measure, sum, total }) => (
          <li>
            <span>{name}</span>
            <span>{`${words.number(sum)}${total === null ? '' : ` / ${words.number(total)}`} ${measure}`}</span>
            {total === null ? null : <Track sum={sum} total={total} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Districts({ head, result }: { head: CampaignHead; result: CampaignResult }) {
  const words = useWords()
  return (
    <section class="section">
      <h2>{words.t('districts.title')}</h2>
      <Table
        caption={words.t('districts.title')}
        empty={words.t('page.none')}
        rows={result.districts}
        columns={[
          {
            label: words.t('units.unit'),
            cell: (row) => <Link href={unitsAddress(head.id, { district: row.unitId })}>{row.name}</Link>,
          },
          { label: words.t('page.total'), number: true, cell: (row) => words.number(row.units) },
          { label: words.t('record.onTime'), number: true, cell: (row) => words.number(row.onTime) },
          { label: words.t('record.late'), number: true, cell: (row) => words.number(row.late) },
          { label: words.t('state.missed'), number: true, cell: (row) => words.number(row.missed) },
          { label: words.t('state.waived'), number: true, cell: (row) => words.number(row.waived) },
        ]}
      />
    </section>
  )
}
