import type { FileSummary, ReportContent, ReportTarget } from '../../../db/queries/reportForm.ts'
import type { OwedObligation, UnitVisit } from '../../../db/queries/unitVisit.ts'
import type { Instant } from '../../../domain/time.ts'
import { Button } from '../../components/Button.tsx'
import { TextArea } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { DayStrip, HowLong } from '../../components/HowLong.tsx'
import { Link } from '../../components/Link.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Phone } from '../../components/Shell.tsx'
import { StateGlyph } from '../../components/StateGlyph.tsx'
import { useFrame, useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'
import { ReportFiles } from './ReportFiles.tsx'
import { Sent, type SentReport } from './Sent.tsx'
import { ReportTargets } from './ReportTargets.tsx'

export interface ReportView {
  visit: UnitVisit
  obligation: OwedObligation
  targets: ReportTarget[]
  files: FileSummary[]
  content: ReportContent
  /** What was sent and came back. */
  sent: SentReport | null
  /** Files of this very form that could not be kept, with the sentence that says why. */
  refusedFiles: { name: string; sentence: string }[]
  base: string
}

/** Where a unit writes its report. What is typed can be saved and gone on with on another device. */
export function ReportPage(view: ReportView) {
  const { words, addresses } = useFrame()
  const { obligation, visit, base } = view
  const address = `${base}/report/${obligation.id}`
  return (
    <Phone
      title={obligation.what}
      heading={visit.unit.name}
      foot={<Foot {...view} />}
      script={addresses.unitReport}
    >
      <Link href={base} class="back">{`‹ ${words.t('page.back')}`}</Link>
      <h1 class="title">{`${words.mark(obligation.ordinal)} ${obligation.what}`}</h1>
      {obligation.state === 'returned' ? <ReturnedBox {...view} /> : null}
      <HowLong days={obligation.days} dueOn={obligation.dueOn} />
      {obligation.state === 'returned' ? <DayStrip days={obligation.days.strip} /> : null}
      <ProblemBox />
      <Form
        action={address}
        files
        id="report"
        data={{
          'data-obligation': String(obligation.id),
          'data-version': String(obligation.lastReport?.version ?? 0),
          'data-saved': view.content.savedAt?.toISOString() ?? '',
          'data-keep': `${address}/draft`,
          'data-files': `${address}/files`,
        }}
      >
        <TextArea
          name="text"
          label={words.t('report.text')}
          hint={obligation.instructions === '' ? words.t('report.textHint') : obligation.instructions}
          value={view.content.text}
          rows={6}
          max={20000}
        />
        <ReportTargets targets={view.targets} content={view.content} />
        <ReportFiles
          files={view.files}
          refusedFiles={view.refusedFiles}
          needed={obligation.needsAttachment}
        />
      </Form>
    </Phone>
  )
}

/** A report longer than this is folded up under the reason: it stands in the field as well. */
const SHORT = 400

/** Why it came back, and beneath it what was sent. */
function ReturnedBox({ obligation, visit, sent, base }: ReportView) {
  const words = useWords()
  const last = obligation.lastReport
  if (last === null) return null
  return (
    <section class="returned-box">
      <h2>
        <StateGlyph state="returned" />
        {words.t('report.returned')}
      </h2>
      <p class="pre">{words.t('report.quote', { text: last.reviewReason ?? '' })}</p>
      <p class="note">
        {visit.notice.issuerName}
        {last.reviewedAt === null ? '' : `${words.t('page.comma')}${words.instant(last.reviewedAt)}`}
      </p>
      {sent === null ? null : (
        <details open={sent.text.length <= SHORT}>
          <summary>
            {words.t('report.sentBefore', {
              instant: words.instant(last.submittedAt),
              receipt: last.receipt,
            })}
          </summary>
          <Sent sent={sent} base={base} />
        </details>
      )}
    </section>
  )
}

export function savedSentence(words: Words, at: Instant): string {
  return words.t('report.savedAt', { instant: words.instant(at) })
}

/** Where what was typed is kept; the script goes on telling it, in the words that stand here. */
function Kept({ savedAt }: { savedAt: Instant | null }) {
  const words = useWords()
  return (
    <p
      class="saved"
      id="kept"
      role="status"
      hidden={savedAt === null}
      data-here={words.t('report.keptHere')}
      data-nowhere={words.t('report.keptNowhere')}
      data-offline={words.t('report.keptOffline')}
      data-back={words.t('report.putBackDone')}
      data-handing={words.t('report.handing')}
      data-sending={words.t('report.fileSending', { percent: '{percent}' })}
      data-filesaved={words.t('report.fileSaved')}
      data-filelost={words.t('report.fileLost')}
      data-fileno={words.t('report.fileNo', { sentence: '{sentence}' })}
      data-unsaved={words.t('report.unsavedFiles', { n: '{n}' })}
    >
      <StateGlyph state="accepted" />
      <span>{savedAt === null ? '' : savedSentence(words, savedAt)}</span>
    </p>
  )
}

function Foot({ content, refusedFiles, obligation }: ReportView) {
  const words = useWords()
  const { problem } = useFrame()
  const again = obligation.state === 'returned'
  return (
    <div>
      <Kept savedAt={content.savedAt} />
      <button type="button" class="button outline" id="put-back" hidden>
        {words.t('report.putBack')}
      </button>
      <div class="pair">
        <Button form="report" name="do" value="save" unchecked>
          {words.t('report.save')}
        </Button>
        <Button kind="ink" form="report" name="do" value="submit">
          {words.t(again ? 'report.submitAgain' : 'report.submit')}
        </Button>
      </div>
      {refusedFiles.length > 0 && problem !== null ? (
        <p class="note">{words.t('report.filesNotSaved', { n: refusedFiles.length })}</p>
      ) : null}
    </div>
  )
}
