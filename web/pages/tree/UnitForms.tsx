import type { PlannedLine } from '../../../db/queries/plannedChanges.ts'
import { unitChanges, type UnitChange } from '../../../db/tables/tree.ts'
import type { UnitHead } from '../../../db/queries/tree.ts'
import type { LocalDate } from '../../../domain/time.ts'
import type { MessageKey } from '../../../messages/index.ts'
import { Button } from '../../components/Button.tsx'
import { TextArea, TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { ScopedForm } from '../../components/ScopedForm.tsx'
import { useFrame, useWords } from '../../frame.ts'

interface FormsProps {
  unit: UnitHead
  today: LocalDate
  planned: readonly PlannedLine[]
}

/** What may become of a unit, and what is planned. What held before stays on record. */
export function UnitForms({ unit, today, planned }: FormsProps) {
  const words = useWords()
  return (
    <section class="section" id="changes">
      <header>
        <h2>{words.t('tree.changes')}</h2>
        <span class="note">{words.t('tree.changesNote')}</span>
      </header>
      {planned.map((line) => (
        <Planned line={line} unit={unit} />
      ))}
      {unitChanges.map((change) => (
        <Change change={change} unit={unit} today={today} />
      ))}
    </section>
  )
}

function Planned({ line, unit }: { line: PlannedLine; unit: UnitHead }) {
  const words = useWords()
  const what = words.line(words.t(`tree.${line.change}`), line.to, line.reason)
  return (
    <div class="row-block" id={`planned-${line.id}`}>
      <p>
        <strong>{words.t('tree.planned', { date: words.fullDate(line.from) })}</strong> {what}
      </p>
      {line.problem === null ? (
        <Form action={`/units/${unit.id}/planned/${line.id}/cancel`}>
          <Button kind="text">{words.t('tree.plannedCancel')}</Button>
        </Form>
      ) : (
        <p class="t-returned">
          {words.t('tree.plannedFailed', { why: words.code('problem', line.problem) })}
        </p>
      )}
    </div>
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
