import type { DecidedLine } from '../../../db/queries/docketInbox.ts'
import { Link } from '../../components/Link.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Paging, Table } from '../../components/Table.tsx'
import { useFrame, useWords } from '../../frame.ts'
import { dutyName } from '../momentText.ts'

/** What has been decided, the latest first. */
export function DecidedPage({ lines, total, page }: { lines: DecidedLine[]; total: number; page: number }) {
  const words = useWords()
  const { docketBase } = useFrame()
  const bySession = docketBase === '/docket'
  return (
    <Desk title={words.t('nav.decided')} section="decided">
      <div class="page-head">
        <h1>{words.t('nav.decided')}</h1>
        <span class="note">
          <Link href={docketBase}>{words.t('docket.back')}</Link>
        </span>
      </div>
      <Table
        caption={words.t('nav.decided')}
        empty={words.t('docket.noneDecided')}
        rows={lines}
        columns={[
          {
            label: words.t('ahead.when'),
            cell: (line) => <span class="nowrap">{words.instant(line.at)}</span>,
          },
          {
            label: words.t('units.unit'),
            cell: (line) =>
              bySession ? (
                <Link href={`/campaigns/${line.campaignId}/units/${line.unitId}`}>{line.unitName}</Link>
              ) : (
                line.unitName
              ),
          },
          { label: words.t('record.what'), cell: (line) => words.line(dutyName(words, line), line.title) },
          {
            label: words.t('docket.decision'),
            cell: (line) =>
              words.line(
                words.t(`decision.${line.kind}`),
                line.extendedTo === null ? null : words.date(line.extendedTo),
                line.personName,
              ),
          },
          { label: words.t('page.reason'), cell: (line) => line.reason },
          {
            label: words.t('docket.followed'),
            cell: (line) =>
              words.line(
                words.t(`state.${line.stateNow}`),
                line.submittedAt === null ? null : words.instant(line.submittedAt),
              ),
          },
        ]}
      />
      <Paging page={page} total={total} hrefOf={(to) => `${docketBase}/decided?page=${to}`} />
    </Desk>
  )
}
