import type { UnitHead } from '../../../db/queries/tree.ts'
import type { LocalDate } from '../../../domain/time.ts'
import type { MessageKey } from '../../../messages/index.ts'
import { Button } from '../../components/Button.tsx'
import { TextArea, TextField } from '../../components/Field.tsx'
import { ScopedForm } from '../../components/ScopedForm.tsx'
import { useFrame, useWords } from '../../frame.ts'

export const unitChanges = ['rename', 'move', 'close', 'merge'] as const
export type UnitChange = (typeof unitChanges)[number]

/** What may become of a unit. What held before stays on record. */
export function UnitForms({ unit, today }: { unit: UnitHead; today: LocalDate }) {
  const words = useWords()
  return (
    <section class="section" id="changes">
      <header>
        <h2>{words.t('tree.changes')}</h2>
        <span class="note">{words.t('tree.changesNote')}</span>
      </header>
      {unitChanges.map((change) => (
        <Change change={change} unit={unit} today={today} />
      ))}
    </section>
  )
}

function Change({ change, unit, today }: { change: UnitChange; unit: UnitHead; today: LocalDate }) {
  const words = useWords()
  const { typed } = useFrame()
  const refused = typed?.one('form') === change
  const label: MessageKey = `tree.${change}`
  return (
    <details class="row-block" id={change} {...(refused ? { open: true } : {})}>
      <summary>{words.t(label)}</summary>
      <p class="note">{words.t(`tree.${change}Note`)}</p>
      <ScopedForm action={`/units/${unit.id}/${change}`} name={change}>
        {change === 'rename' ? (
          <TextField name="name" label={words.t('tree.newName')} value={unit.name} max={120} required />
        ) : null}
        {change === 'move' ? (
          <TextField name="parentId" label={words.t('tree.newParent')} max={64} required />
        ) : null}
        {change === 'merge' ? (
          <TextField name="intoId" label={words.t('tree.heir')} max={64} required />
        ) : null}
        <TextField type="date" name="from" label={words.t('tree.from')} value={today} />
        <TextArea name="reason" label={words.t('page.reason')} rows={2} max={2000} />
        <p class="form-end">
          <Button>{words.t(label)}</Button>
        </p>
      </ScopedForm>
    </details>
  )
}
