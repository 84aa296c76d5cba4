import type { OpenAppeal } from '../../../db/queries/appeals.ts'
import type { CampaignHead } from '../../../db/queries/campaignHead.ts'
import { Button } from '../../components/Button.tsx'
import { CampaignHeader } from '../../components/CampaignHeader.tsx'
import { Radios } from '../../components/Choices.tsx'
import { TextArea, TextField } from '../../components/Field.tsx'
import { Link, Telephone } from '../../components/Link.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { ScopedForm } from '../../components/ScopedForm.tsx'
import { Desk } from '../../components/Shell.tsx'
import { warnedDate } from '../../components/warnedDate.ts'
import { useFrame, useWords } from '../../frame.ts'

export interface AppealsView {
  head: CampaignHead
  appeals: OpenAppeal[]
  /** A supervisor reads; the coordinator decides. */
  mayAnswer: boolean
  done: boolean
}

/** What units have said instead of reporting, and the answer to each. */
export function AppealsPage({ head, appeals, mayAnswer, done }: AppealsView) {
  const words = useWords()
  const { addresses } = useFrame()
  return (
    <Desk title={words.t('appeals.title')} section="notices" script={addresses.dates}>
      <CampaignHeader head={head} inner />
      {done ? <Done text={words.t('appeals.done')} /> : null}
      <div class="page-head">
        <h1>{words.t('appeals.title')}</h1>
        <span class="note">{words.t('appeals.note')}</span>
      </div>
      {appeals.length === 0 ? <p class="empty">{words.t('appeals.none')}</p> : null}
      {appeals.map((appeal) => (
        <div class="columns even" id={`a-${appeal.id}`}>
          <Told appeal={appeal} campaignId={head.id} />
          {mayAnswer ? <Answer appeal={appeal} campaignId={head.id} zone={head.zone} /> : null}
        </div>
      ))}
    </Desk>
  )
}

function Told({ appeal, campaignId }: { appeal: OpenAppeal; campaignId: number }) {
  const words = useWords()
  return (
    <section class="section">
      <h2>
        <Link href={`/campaigns/${campaignId}/units/${appeal.unitId}`}>{appeal.unitName}</Link>
      </h2>
      <p>
        {appeal.kind === 'not_ours'
          ? words.t('appeals.not_ours')
          : words.t('appeals.cannot', { what: `${words.mark(appeal.ordinal ?? 0)}${appeal.what ?? ''}` })}
        {appeal.kind === 'cannot' ? <span class="note">{` ${words.due(appeal.dueOn)}`}</span> : null}
      </p>
      <p class="pre quote">{words.t('report.quote', { text: appeal.reason })}</p>
      <p class="note">
        {words.line(appeal.contactName, words.instant(appeal.madeAt))}{' '}
        {appeal.telephone === null ? null : <Telephone number={appeal.telephone} />}
      </p>
    </section>
  )
}

function Answer(props: { appeal: OpenAppeal; campaignId: number; zone: string }) {
  const { appeal, campaignId, zone } = props
  const words = useWords()
  const answers =
    appeal.kind === 'not_ours'
      ? (['withdrawn', 'declined'] as const)
      : ([...(appeal.dueOn === null ? [] : (['extended'] as const)), 'waived', 'declined'] as const)
  return (
    <section class="section">
      <ScopedForm action={`/campaigns/${campaignId}/appeals/${appeal.id}`} name={`a-${appeal.id}`}>
        <ProblemBox />
        <Radios
          name="answer"
          label={words.t('appeals.answer')}
          options={answers.map((answer) => ({ value: answer, label: words.t(`appeal.answer.${answer}`) }))}
        />
        {appeal.kind === 'cannot' && appeal.dueOn !== null ? (
          <TextField
            name="dueOn"
            type="date"
            label={words.t('appeals.dueOn')}
            warned={warnedDate('again', zone)}
          />
        ) : null}
        <TextArea name="reason" label={words.t('appeals.reason')} rows={2} max={2000} required />
        <div class="field">
          <Button kind="ink">{words.t('appeals.send', { unit: appeal.unitName })}</Button>
        </div>
      </ScopedForm>
    </section>
  )
}
