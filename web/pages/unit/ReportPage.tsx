import type { ComponentChildren } from 'preact'
import type { FileSummary, ReportContent, ReportTarget } from '../../../db/queries/reportForm.ts'
import type { OwedObligation, UnitVisit } from '../../../db/queries/unitVisit.ts'
import { MAX_FILES } from '../../../operations/unit/attachments.ts'
import { Button } from '../../components/Button.tsx'
import { Complaint, TextArea, useField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { DayStrip, HowLong } from '../../components/HowLong.tsx'
import { Link } from '../../components/Link.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Phone } from '../../components/Shell.tsx'
import { StateGlyph } from '../../components/StateGlyph.tsx'
import { useFrame, useWords } from '../../frame.ts'
import { fileSize } from '../fileSize.ts'

export interface ReportView {
  visit: UnitVisit
  obligation: OwedObligation
  targets: ReportTarget[]
  files: FileSummary[]
  content: ReportContent
  /** Files of this very form that could not be kept, with the sentence that says why. */
  refusedFiles: { name: string; sentence: string }[]
  base: string
}

/** HEIC is not among them: phones that take it then send a JPEG by themselves. */
const PHOTOS = 'image/jpeg,image/png,image/webp'
const DOCUMENTS = '.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt,.csv'

/** Where a unit writes its report. What is typed can be saved and gone on with on another device. */
export function ReportPage(view: ReportView) {
  const words = useWords()
  const { obligation, visit, base } = view
  return (
    <Phone title={obligation.what} heading={visit.unit.name} foot={<Foot {...view} />}>
      <Link href={base} class="back">{`‹ ${words.t('page.back')}`}</Link>
      <h1 class="title">{`${words.mark(obligation.ordinal)} ${obligation.what}`}</h1>
      {obligation.state === 'returned' ? <ReturnedBox obligation={obligation} visit={visit} /> : null}
      <HowLong days={obligation.days} dueOn={obligation.dueOn} />
      {obligation.state === 'returned' ? <DayStrip days={obligation.days.strip} /> : null}
      <ProblemBox />
      <Form action={`${base}/report/${obligation.id}`} files id="report">
        <TextArea
          name="text"
          label={words.t('report.text')}
          hint={obligation.instructions === '' ? words.t('report.textHint') : obligation.instructions}
          value={view.content.text}
          rows={6}
          max={20000}
        />
        <Targets {...view} />
        <Files {...view} />
      </Form>
    </Phone>
  )
}

function ReturnedBox({ obligation, visit }: { obligation: OwedObligation; visit: UnitVisit }) {
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
        {last.reviewedAt === null ? '' : `，${words.instant(last.reviewedAt)}`}
      </p>
    </section>
  )
}

function Targets({ targets, content }: ReportView) {
  const words = useWords()
  if (targets.length === 0) return null
  return (
    <section class="part">
      <h2>{words.t('report.targets')}</h2>
      <p class="note">{words.t('report.targetsHint')}</p>
      <div class="targets">
        {targets.map((target) => (
          <TargetRow target={target} value={content.values[String(target.id)] ?? ''} />
        ))}
      </div>
    </section>
  )
}

function TargetRow({ target, value }: { target: ReportTarget; value: string }) {
  const words = useWords()
  const name = `value-${target.id}`
  const field = useField(name, value)
  return (
    <div class={`target-block field${field.complaint === null ? '' : ' refused'}`}>
      <div class="target">
        <div>
          <label for={`f-${name}`}>{target.name}</label>
          <div class="note">{targetNote(words, target)}</div>
        </div>
        <input
          id={`f-${name}`}
          name={name}
          value={field.value}
          inputMode="decimal"
          autocomplete="off"
          {...(field.complaint === null
            ? {}
            : { 'aria-invalid': true as const, 'aria-describedby': `f-${name}-no` })}
        />
        <span class="measure">{target.measure}</span>
      </div>
      {field.complaint === null ? null : <Complaint id={`f-${name}-no`} text={field.complaint} />}
    </div>
  )
}

function targetNote(words: ReturnType<typeof useWords>, target: ReportTarget): ComponentChildren {
  const before = words.t('report.before', { n: words.number(target.before) })
  if (target.total === null) return before
  return `${before}${words.t('report.goal', { n: words.number(target.total) })}`
}

function Files({ files, refusedFiles, obligation }: ReportView) {
  const words = useWords()
  const { complaint } = useField('files', undefined)
  return (
    <section
      class={`part field${complaint === null && refusedFiles.length === 0 ? '' : ' refused'}`}
      id="f-files"
    >
      <h2>
        {words.t('report.files')}{' '}
        <span class="note">{words.t('report.filesCount', { n: files.length, max: MAX_FILES })}</span>
      </h2>
      {obligation.needsAttachment ? <p class="note">{words.t('report.fileNeeded')}</p> : null}
      {complaint === null ? null : <Complaint id="f-files-no" text={complaint} />}
      {refusedFiles.map(({ name, sentence }) => (
        <Complaint id={`no-${name}`} text={words.t('report.fileRefused', { name, sentence })} />
      ))}
      <ul class="files">
        {files.map((file) => (
          <li>
            <StateGlyph state="accepted" />
            <span class="name">{words.line(file.name, fileSize(words, file.size))}</span>
            <Button kind="text" name="remove" value={String(file.id)} unchecked>
              {words.t('report.removeFile')}
            </Button>
          </li>
        ))}
      </ul>
      <div class="pickers">
        <label for="f-camera">{words.t('report.takePhoto')}</label>
        <input type="file" id="f-camera" name="files" accept={PHOTOS} capture="environment" />
        <label for="f-file">{words.t('report.addFiles')}</label>
        <input type="file" id="f-file" name="files" multiple accept={`${PHOTOS},${DOCUMENTS}`} />
      </div>
      <p class="note">{words.t('report.fileKinds')}</p>
    </section>
  )
}

function Foot({ content, refusedFiles, obligation }: ReportView) {
  const words = useWords()
  const { problem } = useFrame()
  const again = obligation.state === 'returned'
  return (
    <div>
      {content.savedAt === null ? null : (
        <p class="saved">
          <StateGlyph state="accepted" />
          {words.t('report.savedAt', { instant: words.instant(content.savedAt) })}
        </p>
      )}
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
