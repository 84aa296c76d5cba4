import { Link } from '../../components/Link.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Paging } from '../../components/Table.tsx'
import { useFrame, useWords } from '../../frame.ts'
import { queryOf } from '../campaign/addresses.ts'
import { ReviewPaper, Versions } from './ReviewPaper.tsx'
import { Side } from './ReviewSide.tsx'
import type { Paper, Queue, ReviewView } from './view.ts'

/** Reports one after the other: the queue, the report as a paper, and what may be done with it. */
export function ReviewPage(view: ReviewView) {
  const words = useWords()
  const { addresses } = useFrame()
  const { queue, paper } = view
  return (
    <Desk
      title={words.line(words.t('nav.review'), paper?.report.unitName ?? null)}
      section="review"
      script={[addresses.keys, addresses.dates]}
    >
      {view.done === null ? null : <Done text={words.t(`review.done.${view.done}`)} />}
      <ProblemBox />
      {paper === null ? (
        <>
          <div class="page-head">
            <h1>{words.t('review.title', { n: words.number(queue.total) })}</h1>
          </div>
          <QueueList queue={queue} current={null} />
        </>
      ) : (
        <>
          {view.beside === null ? (
            <div class="review">
              <QueueList queue={queue} current={paper.report.id} />
              <div>
                <ReviewPaper paper={paper} />
                <OtherVersions view={view} paper={paper} />
              </div>
              <Side view={view} paper={paper} />
            </div>
          ) : (
            <SideBySide view={view} paper={paper} beside={view.beside} />
          )}
          <KeyBar view={view} />
        </>
      )}
    </Desk>
  )
}

function OtherVersions({ view, paper }: { view: ReviewView; paper: Paper }) {
  return (
    <Versions
      versions={view.versions}
      report={paper.report}
      campaignId={view.queue.campaignId}
      besideId={view.beside?.report.id ?? null}
    />
  )
}

/** Two versions, the earlier one at the left; what either says in words of its own is marked. */
function SideBySide({ view, paper, beside }: { view: ReviewView; paper: Paper; beside: Paper }) {
  const [earlier, later] = beside.report.version < paper.report.version ? [beside, paper] : [paper, beside]
  return (
    <div class="review compare">
      <ReviewPaper paper={earlier} other={later} />
      <ReviewPaper paper={later} other={earlier} inner />
      <div>
        <OtherVersions view={view} paper={paper} />
        <Side view={view} paper={paper} />
      </div>
    </div>
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

function queueAddress(campaignId: number | null): string {
  return queryOf({ campaign: campaignId ?? undefined })
}

/** The ways on, and which keys do what; the keys are shown by the script that makes them work. */
function KeyBar({ view }: { view: ReviewView }) {
  const words = useWords()
  const { neighbours, queue } = view
  const campaign = queueAddress(queue.campaignId)
  return (
    <footer class="key-bar">
      <nav aria-label={words.t('review.ways')}>
        {neighbours.previous === null ? null : (
          <Link href={`/review/${neighbours.previous}${campaign}`} shortcut="k">
            {`‹ ${words.t('review.previous')}`}
          </Link>
        )}
        {neighbours.next === null ? null : (
          <Link href={`/review/${neighbours.next}${campaign}`} shortcut="j">
            {`${words.t('review.next')} ›`}
          </Link>
        )}
      </nav>
      <ul id="keys" hidden>
        {keys.map(([names, label]) => (
          <li>
            {names.map((name) => (
              <kbd>{name}</kbd>
            ))}
            {words.t(label)}
          </li>
        ))}
      </ul>
    </footer>
  )
}

const keys = [
  [['J', 'K'], 'review.key.ways'],
  [['A'], 'review.key.accept'],
  [['R'], 'review.key.return'],
  [['1', '6'], 'review.key.reasons'],
  [['Ctrl', 'Enter'], 'review.key.send'],
  [['V'], 'review.key.versions'],
  [['?'], 'review.key.help'],
] as const
