import type { PersonLine, UnitHead } from '../../../db/queries/tree.ts'
import { accountRoles } from '../../../db/tables/tree.ts'
import { mayAppoint } from '../../../operations/access/changeAccount.ts'
import { Button } from '../../components/Button.tsx'
import { SelectField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Telephone } from '../../components/Link.tsx'
import { ScopedForm } from '../../components/ScopedForm.tsx'
import { useFrame, useWords } from '../../frame.ts'
import { PersonFields } from './ContactForms.tsx'

/** Who signs in for a unit: shown to all who see it, changed by those who may appoint them. */
export function PeopleForms({ people, unit }: { people: readonly PersonLine[]; unit: UnitHead }) {
  const words = useWords()
  const { person, typed } = useFrame()
  const appoints = accountRoles.filter((role) => person !== null && mayAppoint(person.role, role))
  const addingRefused = typed?.one('form') === 'account-new'
  return (
    <section class="section" id="people">
      <h2>{words.t('tree.people')}</h2>
      {people.length === 0 ? <p class="empty">{words.t('tree.noPeople')}</p> : null}
      {people.map((line) => (
        <Person line={line} unit={unit} changes={unit.open && appoints.includes(line.role)} />
      ))}
      {appoints.length > 0 && unit.open ? (
        <details class="row-block" {...(addingRefused ? { open: true } : {})}>
          <summary>{words.t('people.add')}</summary>
          <p class="note">{words.t('people.note')}</p>
          <ScopedForm action={`/units/${unit.id}/people`} name="account-new">
            <SelectField
              name="role"
              label={words.t('people.role')}
              value="supervisor"
              options={appoints.map((role) => ({ value: role, label: words.t(`role.${role}`) }))}
            />
            <PersonFields person={null} />
            <p class="form-end">
              <Button>{words.t('people.add')}</Button>
            </p>
          </ScopedForm>
        </details>
      ) : null}
    </section>
  )
}

function Person({ line, unit, changes }: { line: PersonLine; unit: UnitHead; changes: boolean }) {
  const words = useWords()
  const { typed } = useFrame()
  const form = `account-${line.id}`
  return (
    <div class="row-block" id={form}>
      <p class="people">
        <strong>{line.name}</strong> {words.t(`role.${line.role}`)}{' '}
        {line.telephone === null ? null : <Telephone number={line.telephone} />}{' '}
        {line.email ?? words.t('units.reach.none')}
      </p>
      {changes ? (
        <details {...(typed?.one('form') === form ? { open: true } : {})}>
          <summary>{words.t('people.change')}</summary>
          <ScopedForm action={`/units/${unit.id}/people/${line.id}`} name={form}>
            <PersonFields person={line} />
            <p class="form-end">
              <Button>{words.t('page.save')}</Button>
            </p>
          </ScopedForm>
          <Form action={`/units/${unit.id}/people/${line.id}/end`}>
            <Button kind="text">{words.t('people.end')}</Button>
          </Form>
        </details>
      ) : null}
    </div>
  )
}
