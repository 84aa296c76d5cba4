import type { LocalDate } from '../../../domain/time.ts'
import { unitActionKinds, type UnitAction } from '../../../operations/campaign/actOnUnits.ts'
import { Complaint, TextArea, TextField, useField } from '../../components/Field.tsx'
import { warnedDate } from '../../components/warnedDate.ts'
import { useWords } from '../../frame.ts'

/** What may be done with many units, each with its consequence beside it; the reason is read by them. */
interface ActChoicesProps {
  kind: UnitAction['kind'] | null
  offered: LocalDate
  /** Of the campaign. */
  zone: string
}

export function ActChoices({ kind, offered, zone }: ActChoicesProps) {
  const words = useWords()
  const { complaint, value } = useField('kind', kind ?? '')
  return (
    <>
      {complaint === null ? null : <Complaint id="f-kind-no" text={complaint} />}
      <fieldset class="choices" id="f-kind">
        <legend class="hidden">{words.t('act.kind')}</legend>
        {unitActionKinds.map((choice) => (
          <div class="choice">
            <label class="option">
              <input
                type="radio"
                name="kind"
                value={choice}
                {...(choice === value ? { checked: true } : {})}
              />
              <span>{words.t(`act.${choice}`)}</span>
              <span class="aside">{words.t(`act.${choice}.note`)}</span>
            </label>
            {choice === 'extend' ? (
              <TextField
                type="date"
                name="dueOn"
                label={words.t('command.newDue')}
                value={offered}
                warned={warnedDate('again', zone)}
              />
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
