import type { ReviewedReport } from '../../../db/queries/reviewQueue.ts'
import { Button } from '../../components/Button.tsx'
import { Check } from '../../components/Choices.tsx'
import { TextArea, TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { StateGlyph } from '../../components/StateGlyph.tsx'
import { warnedDate } from '../../components/warnedDate.ts'
import { useFrame, useWords } from '../../frame.ts'
import { returnReasons, type Paper, type ReviewView } from './view.ts'

/** What was asked for, how the report measures up, and what may be done with it. */
export function Side({ view, paper }: { view: ReviewView; paper: Paper }) {
  const words = useWords()
  const { report, files } = paper
  return (
    <aside class="review-side">
      <h2>{words.t('review.asked')}</h2>
      <blockquote class="pre">{report.instructions === '' ? report.what : report.instructions}</blockquote>
      <p class="note">
        <Link href={`/campaigns/${report.campaignId}/notice`}>{words.line(report.number, report.title)}</Link>
      </p>
      <h2>{words.t('review.checks')}</h2>
      <ul class="checks">
        <Point good={!report.late}>
          {words.t(report.late ? 'review.wasLate' : 'review.wasOnTime', { due: words.due(report.dueOn) })}
        </Point>
        <Point good={report.text.trim() !== ''}>
          {words.t(report.text.trim() === '' ? 'review.noText' : 'review.hasText')}
        </Point>
        {report.needsAttachment ? (
          <Point good={files.length > 0}>
            {words.t(files.length > 0 ? 'review.hasFiles' : 'review.noFiles')}
          </Point>
        ) : null}
      </ul>
      {report.state === 'submitted' ? <Judgement view={view} report={report} /> : <Judged report={report} />}
    </aside>
  )
}

function Point({ good, children }: { good: boolean; children: string }) {
  return (
    <li>
      <StateGlyph state={good ? 'accepted' : 'returned'} />
      <span>{children}</span>
    </li>
  )
}

function Judgement({ view, report }: { view: ReviewView; report: ReviewedReport }) {
  const words = useWords()
  const campaign = view.queue.campaignId
  const hidden = campaign === null ? null : <input type="hidden" name="campaign" value={String(campaign)} />
  return (
    <>
      <Form action={`/review/${report.id}/accept`} class="accept">
        {hidden}
        <Button kind="ink" shortcut="a">
          {words.t('review.accept')}
        </Button>
      </Form>
      <Form action={`/review/${report.id}/return`} class="returned-box">
        {hidden}
        <h2>{words.t('review.return')}</h2>
        <Reasons />
        <TextArea
          name="reason"
          label={words.t('review.reason')}
          hint={words.t('review.reasonHint')}
          rows={3}
          max={2000}
          shortcut="r"
        />
        <TextField
          type="date"
          name="dueOn"
          label={words.t('review.newDate')}
          value={view.offered}
          warned={warnedDate('again', report.zone)}
        />
        <Check name="asVoid" label={words.t('review.asVoid')} hint={words.t('review.asVoidHint')} />
        <p class="form-end">
          <Button>{words.t('review.returnDo')}</Button>
        </p>
      </Form>
    </>
  )
}

/** What comes up again and again, to be marked; each has a digit. */
function Reasons() {
  const words = useWords()
  const { typed } = useFrame()
  const chosen = typed?.all('point') ?? []
  return (
    <fieldset class="field">
      <legend class="hidden">{words.t('review.reasons')}</legend>
      {returnReasons.map((code, index) => (
        <label class="option">
          <input
            type="checkbox"
            name="point"
            value={code}
            data-key={String(index + 1)}
            {...(chosen.includes(code) ? { checked: true } : {})}
          />
          <span>{words.t(`returnReason.${code}`)}</span>
        </label>
      ))}
    </fieldset>
  )
}

function Judged({ report }: { report: ReviewedReport }) {
  const words = useWords()
  return (
    <p class="problem">
      {words.line(
        words.t(`reportState.${report.state}`),
        report.reviewerName,
        report.reviewedAt === null ? null : words.instant(report.reviewedAt),
      )}
      {report.reviewReason === null ? null : <span class="pre">{`\n${report.reviewReason}`}</span>}
    </p>
  )
}
