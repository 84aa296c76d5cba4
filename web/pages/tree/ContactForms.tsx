import type { UnitHead } from '../../../db/queries/tree.ts'
import type { RecordContact } from '../../../db/queries/unitRecord.ts'
import { Button } from '../../components/Button.tsx'
import { SelectField, TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { ScopedForm } from '../../components/ScopedForm.tsx'
import { useFrame, useWords } from '../../frame.ts'

/** Who gets a unit's mail. Another address makes the links sent to the old one void. */
export function ContactForms({ contacts, unit }: { contacts: readonly RecordContact[]; unit: UnitHead }) {
  const words = useWords()
  const { person, typed } = useFrame()
  const addingRefused = typed?.one('form') === 'contact-new'
  const changes = person !== null && person.role !== 'leader' && unit.open
  return (
    <section class="section" id="contacts">
      <header>
        <h2>{words.t('record.contacts')}</h2>
        <span class="note">{words.t('contact.note')}</span>
      </header>
      {contacts.length === 0 ? <p class="empty">{words.t('record.noContacts')}</p> : null}
      {contacts.map((contact) => (
        <div class="row-block" id={`contact-${contact.id}`}>
          {contact.undeliverableRemedy === null ? null : (
            <p class="t-returned">{words.code('remedy', contact.undeliverableRemedy)}</p>
          )}
          {changes ? (
            <>
              <ScopedForm action={`/units/${unit.id}/contacts/${contact.id}`} name={`contact-${contact.id}`}>
                <PersonFields person={contact} />
                <p class="form-end">
                  <Button>{words.t('page.save')}</Button>
                </p>
              </ScopedForm>
              <Form action={`/units/${unit.id}/contacts/${contact.id}/end`}>
                <Button kind="text">{words.t('contact.end')}</Button>
              </Form>
              {person.role === 'administrator' ? <Erase contact={contact} unit={unit} /> : null}
            </>
          ) : (
            words.line(contact.name, contact.telephone, contact.email)
          )}
        </div>
      ))}
      {changes ? (
        <details class="row-block" {...(contacts.length === 0 || addingRefused ? { open: true } : {})}>
          <summary>{words.t('contact.add')}</summary>
          <ScopedForm action={`/units/${unit.id}/contacts`} name="contact-new">
            <PersonFields person={null} />
            <p class="form-end">
              <Button>{words.t('contact.add')}</Button>
            </p>
          </ScopedForm>
        </details>
      ) : null}
    </section>
  )
}

/** The record of what the unit did stays; who she was, and what was written to her, does not. */
function Erase({ contact, unit }: { contact: RecordContact; unit: UnitHead }) {
  const words = useWords()
  const { typed } = useFrame()
  const form = `erase-${contact.id}`
  return (
    <details {...(typed?.one('form') === form ? { open: true } : {})}>
      <summary>{words.t('contact.erase')}</summary>
      <p class="note">{words.t('contact.eraseNote')}</p>
      <ScopedForm action={`/units/${unit.id}/contacts/${contact.id}/erase`} name={form}>
        <TextField name="reason" label={words.t('page.reason')} max={2000} required />
        <p class="form-end">
          <Button>{words.t('contact.erase')}</Button>
        </p>
      </ScopedForm>
    </details>
  )
}

type Person = Pick<RecordContact, 'name' | 'email' | 'telephone' | 'language'>

export function PersonFields({ person }: { person: Person | null }) {
  const words = useWords()
  return (
    <div class="row">
      <TextField name="name" label={words.field('name')} value={person?.name ?? ''} max={60} required />
      <TextField
        name="email"
        type="email"
        label={words.field('email')}
        value={person?.email ?? ''}
        max={254}
      />
      <TextField
        name="telephone"
        type="tel"
        label={words.field('telephone')}
        value={person?.telephone ?? ''}
        max={40}
      />
      <SelectField
        name="language"
        label={words.t('contact.language')}
        value={person?.language ?? 'zh-CN'}
        options={[
          { value: 'zh-CN', label: words.t('contact.zh') },
          { value: 'en', label: words.t('contact.en') },
        ]}
        class="narrow"
      />
    </div>
  )
}
