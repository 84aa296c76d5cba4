import type { FileSummary } from '../../../db/queries/reportForm.ts'
import type { EarlierVersion, ReviewedReport, ReviewedValue } from '../../../db/queries/reviewQueue.ts'
import { Link } from '../../components/Link.tsx'
import { Table } from '../../components/Table.tsx'
import { useWords } from '../../frame.ts'
import { queryOf } from '../campaign/addresses.ts'
import { fileSize } from '../fileSize.ts'
import type { Paper } from './view.ts'

interface ReviewPaperProps {
  paper: Paper
  other?: Paper | null
  /** The other version beside it gives the page its heading. */
  inner?: boolean
}

/** A report as a paper. @param other marks what the other version does not say in the same words */
export function ReviewPaper({ paper, other, inner }: ReviewPaperProps) {
  const words = useWords()
  const { report, values, files } = paper
  return (
    <article class="review-paper">
      <PaperHead report={report} inner={inner === true} />
      <h2>{words.t('report.text')}</h2>
      {report.text.trim() === '' ? (
        <p class="note">{words.t('review.noText')}</p>
      ) : (
        <p class="pre report-text">
          <Text text={report.text} other={other?.report.text ?? null} />
        </p>
      )}
      {values.length === 0 ? null : <Values values={values} other={other?.values ?? null} />}
      <Files files={files} />
    </article>
  )
}

function PaperHead({ report, inner }: { report: ReviewedReport; inner: boolean }) {
  const words = useWords()
  const Title = inner ? 'h2' : 'h1'
  return (
    <header class="ink-head">
      <Title class="song">
        <Link href={`/campaigns/${report.campaignId}/units/${report.unitId}`}>{report.unitName}</Link>
      </Title>
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
  )
}

/** Sentence by sentence: what the other version does not have is marked. */
function Text({ text, other }: { text: string; other: string | null }) {
  if (other === null) return <>{text}</>
  const known = new Set(sentencesOf(other).map((sentence) => sentence.trim()))
  return (
    <>
      {sentencesOf(text).map((sentence) =>
        known.has(sentence.trim()) || sentence.trim() === '' ? sentence : <mark>{sentence}</mark>,
      )}
    </>
  )
}

function sentencesOf(text: string): string[] {
  return text.match(/[^。；！？;\n]*[。；！？;\n]?/g)?.filter((part) => part !== '') ?? []
}

function Values({
  values,
  other,
}: {
  values: readonly ReviewedValue[]
  other: readonly ReviewedValue[] | null
}) {
  const words = useWords()
  const differs = ({ name, value }: ReviewedValue): boolean =>
    other !== null && other.find((one) => one.name === name)?.value !== value
  const now = (row: ReviewedValue) => {
    const text = `${words.number(row.value)} ${row.measure}`
    return <strong>{differs(row) ? <mark>{text}</mark> : text}</strong>
  }
  return (
    <>
      <h2>{words.t('report.targets')}</h2>
      <Table
        caption={words.t('report.targets')}
        empty=""
        rows={values}
        columns={[
          { label: words.t('review.target'), cell: ({ name }) => name },
          { label: words.t('review.now'), number: true, cell: now },
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

function Files({ files }: { files: readonly FileSummary[] }) {
  const words = useWords()
  return (
    <>
      <h2>{words.line(words.t('report.files'), words.number(files.length))}</h2>
      {files.length === 0 ? <p class="note">{words.t('review.noFiles')}</p> : null}
      <ul class="file-list">
        {files.map((file) => (
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
    </>
  )
}

/** The other versions, each to be read beside this one. */
export function Versions({
  versions,
  report,
  campaignId,
  besideId,
}: {
  versions: readonly EarlierVersion[]
  report: ReviewedReport
  campaignId: number | null
  besideId: number | null
}) {
  const words = useWords()
  const others = versions.filter(({ id }) => id !== report.id)
  const [latest] = others
  if (latest === undefined) return null
  const campaign = campaignId ?? undefined
  return (
    <section class="review-versions">
      <h2>{words.t('review.versions')}</h2>
      <ul class="entries">
        {others.map((version) => (
          <li>
            <span>
              {words.line(
                words.t('record.version', { n: version.version }),
                words.instant(version.submittedAt),
                words.t(`reportState.${version.state}`),
              )}{' '}
              {version.id === besideId ? (
                <Link href={`/review/${report.id}${queryOf({ campaign })}`} shortcut="v">
                  {words.t('review.notBeside')}
                </Link>
              ) : (
                <Link
                  href={`/review/${report.id}${queryOf({ campaign, beside: version.id })}`}
                  shortcut={version.id === latest.id && besideId === null ? 'v' : undefined}
                >
                  {words.t('review.beside')}
                </Link>
              )}
              {version.reviewReason === null ? null : (
                <span class="note pre">{`\n${version.reviewReason}`}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
