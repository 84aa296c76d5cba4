import type { EarlierVersion, ReviewedReport, ReviewedValue } from '../../../db/queries/reviewQueue.ts'
import { Link } from '../../components/Link.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Paging, Table } from '../../components/Table.tsx'
import { useWords } from '../../frame.ts'
import { queryOf } from '../campaign/addresses.ts'
import { fileSize } from '../fileSize.ts'
import type { Queue, ReviewView } from './view.ts'
import { Side } from './ReviewSide.tsx'

/** Reports one after the other: the queue, the report as a paper, and what may be done with it. */
export function ReviewPage(view: ReviewView) {
  const words = useWords()
  const { queue, report } = view
  return (
    <Desk title={words.t('nav.review')} section="review">
      {view.done === null ? null : <Done text={words.t(`review.done.${view.done}`)} />}
      <ProblemBox />
      {report === null ? (
        <>
          <div class="page-head">
            <h1>{words.t('review.title', { n: words.number(queue.total) })}</h1>
          </div>
          <QueueList queue={queue} current={null} />
        </>
      ) : (
        <div class="review">
          <QueueList queue={queue} current={report.id} />
          <Paper view={view} report={report} />
          <Side view={view} report={report} />
        </div>
      )}
    </Desk>
  )
}

function QueueList({ queue, current }: { queue: Queue; current: number | null }) {
  const words = useWords()
  const campaign = queueAddress(queue.campaignId)
  return (
    <nav class="queue" aria-label={words.t('nav.review')}>
      {current === null ? null : (
        <header>
          <strong>{words.t('review.title', { n: words.number(queue.total) })}</strong>
          <span class="note">{words.t('review.oldestFirst')}</span>
        </header>
      )}
      {queue.lines.length === 0 ? <p class="empty">{words.t('page.empty.review')}</p> : null}
      <ol>
        {queue.lines.map((line) => (
          <li>
            <Link href={`/review/${line.reportId}${campaign}`} current={line.reportId === current}>
              <strong>{line.unitName}</strong>
              <span class="note">
                {words.line(`${words.mark(line.ordinal)} ${words.instant(line.submittedAt)}`, line.number)}
                {line.late ? <span class="late">{` ${words.t('record.late')}`}</span> : null}
              </span>
            </Link>
          </li>
        ))}
      </ol>
      <Paging
        page={queue.page}
        total={queue.total}
        hrefOf={(page) => `/review${queryOf({ campaign: queue.campaignId ?? undefined, page })}`}
      />
    </nav>
  )
}

export function queueAddress(campaignId: number | null): string {
  return queryOf({ campaign: campaignId ?? undefined })
}

function Paper({ view, report }: { view: ReviewView; report: ReviewedReport }) {
  const words = useWords()
  return (
    <article class="review-paper">
      <header class="ink-head">
        <h1 class="song">
          <Link href={`/campaigns/${report.campaignId}/units/${report.unitId}`}>{report.unitName}</Link>
        </h1>
        <p class="note">
          {words.line(
            `${words.mark(report.ordinal)} ${report.what}`,
            words.t('review.by', { name: report.submitterName }),
            report.channel === 'link' ? '' : words.t(`via.${report.channel}`),
            words.t('record.version', { n: report.version }),
            words.instant(report.submittedAt),
          )}{' '}
          <span class={report.late ? 'late' : 'ontime'}>
            {words.t(report.late ? 'record.late' : 'record.onTime')}
          </span>
        </p>
      </header>
      <h2>{words.t('report.text')}</h2>
      <p class="pre report-text">{report.text.trim() === '' ? words.t('review.noText') : report.text}</p>
      {view.values.length === 0 ? null : <Values values={view.values} />}
      <h2>{words.line(words.t('report.files'), words.number(view.files.length))}</h2>
      {view.files.length === 0 ? <p class="note">{words.t('review.noFiles')}</p> : null}
      <ul class="file-list">
        {view.files.map((file) => (
          <li>
            <Link href={`/files/${file.id}`} newWindow>
              {file.mediaType.startsWith('image/') ? (
                <img src={`/files/${file.id}`} alt={file.name} loading="lazy" />
              ) : null}
              {words.line(file.name, fileSize(words, file.size))}
            </Link>
          </li>
        ))}
      </ul>
      <Versions versions={view.versions} current={report.id} />
    </article>
  )
}

function Values({ values }: { values: readonly ReviewedValue[] }) {
  const words = useWords()
  return (
    <>
      <h2>{words.t('report.targets')}</h2>
      <Table
        caption={words.t('report.targets')}
        empty=""
        rows={values}
        columns={[
          { label: words.t('review.target'), cell: ({ name }) => name },
          {
            label: words.t('review.now'),
            number: true,
            cell: ({ value, measure }) => <strong>{`${words.number(value)} ${measure}`}</strong>,
          },
          { label: words.t('review.before'), number: true, cell: ({ before }) => words.number(before) },
          {
            label: words.t('page.total'),
            number: true,
            cell: ({ before, value }) => words.number(before + value),
          },
          {
            label: words.t('review.compare'),
            cell: ({ median }) =>
              median === null ? (
                '·'
              ) : (
                <span class="note">{words.t('review.median', { n: words.number(median) })}</span>
              ),
          },
        ]}
      />
    </>
  )
}

function Versions({ versions, current }: { versions: readonly EarlierVersion[]; current: number }) {
  const words = useWords()
  const others = versions.filter(({ id }) => id !== current)
  if (others.length === 0) return null
  return (
    <>
      <h2>{words.t('review.versions')}</h2>
      <ul class="entries">
        {others.map((version) => (
          <li>
            <Link href={`/review/${version.id}`}>
              {words.line(
                words.t('record.version', { n: version.version }),
                words.instant(version.submittedAt),
              )}
            </Link>
            <span>
              {words.t(`reportState.${version.state}`)}
              {version.reviewReason === null ? null : (
                <span class="note pre">{` ${version.reviewReason}`}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
