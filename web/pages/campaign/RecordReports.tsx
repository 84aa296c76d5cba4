import type { RecordReport } from '../../../db/queries/unitRecord.ts'
import { Link } from '../../components/Link.tsx'
import { useWords } from '../../frame.ts'
import { fileSize } from '../fileSize.ts'
import { dutyName } from '../momentText.ts'
import type { RecordView } from './recordView.ts'

/** Every version of every report, the newest first; nothing that was sent is ever overwritten. */
export function RecordReports({ view }: { view: RecordView }) {
  const words = useWords()
  return (
    <section class="section">
      <header>
        <h2>{words.t('record.reports')}</h2>
      </header>
      {view.reports.length === 0 ? <p class="empty">{words.t('record.noReports')}</p> : null}
      {view.reports.map((report) => (
        <ReportVersion report={report} view={view} />
      ))}
    </section>
  )
}

function ReportVersion({ report, view }: { report: RecordReport; view: RecordView }) {
  const words = useWords()
  const obligation = view.obligations.find(({ id }) => id === report.obligationId)
  return (
    <article class="report">
      <h3>
        {obligation === undefined ? '' : dutyName(words, obligation)}{' '}
        <span class="note">
          {words.line(
            words.t('record.version', { n: report.version }),
            words.t(`reportState.${report.state}`),
            words.instant(report.submittedAt),
            report.submitterName,
            report.channel === 'link' ? '' : words.t(`via.${report.channel}`),
            report.receipt,
          )}
        </span>
        {report.state === 'submitted' ? (
          <>
            {' '}
            <Link href={`/review/${report.id}`}>{words.t('record.review')}</Link>
          </>
        ) : null}
      </h3>
      <p class="pre">{report.text}</p>
      <ReportFacts report={report} />
      {report.reviewReason === null ? null : (
        <p class="t-returned pre">
          {words.t('record.returnedBecause', { who: report.reviewerName ?? '', reason: report.reviewReason })}
        </p>
      )}
    </article>
  )
}

/** Figures and files of a report. */
export function ReportFacts({ report }: { report: Pick<RecordReport, 'values' | 'files'> }) {
  const words = useWords()
  return (
    <>
      {report.values.length === 0 ? null : (
        <p class="ink2">
          {report.values
            .map(({ name, value, measure }) => `${name} ${words.number(value)} ${measure}`.trim())
            .join(words.t('page.listSeparator'))}
        </p>
      )}
      {report.files.length === 0 ? null : (
        <ul class="file-list">
          {report.files.map((file) => (
            <li>
              <Link href={`/files/${file.id}`}>{words.line(file.name, fileSize(words, file.size))}</Link>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
