import type { LocalDate } from '../../../domain/time.ts'
import { Complaint, TextArea, TextField, useField } from '../../components/Field.tsx'
import { warnedDate } from '../../components/warnedDate.ts'
import { useFrame, useWords } from '../../frame.ts'

export const decisionKinds = ['urge', 'extend', 'waive', 'hand_over', 'acknowledge', 'snooze'] as const

/** What may be decided, with the consequence beside it; the reason is read by the other side. */
export function DecisionChoices({ offered }: { offered: LocalDate }) {
  const words = useWords()
  const { typed, docketBase } = useFrame()
  const warned = warnedDate('again', words.zone, docketBase === '/docket' ? '' : docketBase)
  const chosen = typed?.one('kind') ?? ''
  const { complaint } = useField('kind', undefined)
  return (
    <>
      {complaint === null ? null : <Complaint id="f-kind-no" text={complaint} />}
      <fieldset class="choices" id="f-kind">
        <legend class="hidden">{words.t('docket.decision')}</legend>
        {decisionKinds.map((kind) => (
          <div class="choice">
            <label class="option">
              <input type="radio" name="kind" value={kind} {...(kind === chosen ? { checked: true } : {})} />
              <span>{words.t(`choice.${kind}`)}</span>
              <span class="aside">{words.t(`choice.${kind}.note`)}</span>
            </label>
            {kind === 'extend' ? (
              <TextField
                type="date"
                name="dueOn"
                label={words.t('choice.until')}
                value={offered}
                warned={warned}
              />
            ) : null}
            {kind === 'hand_over' ? (
              <TextField name="toCode" label={words.t('choice.toUnit')} max={64} short />
            ) : null}
            {kind === 'snooze' ? (
              <TextField type="date" name="until" label={words.t('choice.snoozeUntil')} value={offered} />
            ) : null}
          </div>
        ))}
      </fieldset>
      <TextArea
        name="reason"
        label={words.t('page.reason')}
        hint={words.t('docket.reasonHint')}
        rows={2}
        max={2000}
      />
    </>
  )
}
