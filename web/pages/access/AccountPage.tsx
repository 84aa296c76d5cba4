import type { Language } from '../../../db/tables/tree.ts'
import type { LocalDate } from '../../../domain/time.ts'
import { Button } from '../../components/Button.tsx'
import { SelectField, TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Facts } from '../../components/Receipt.tsx'
import { Desk } from '../../components/Shell.tsx'
import { useFrame, useWords } from '../../frame.ts'

export interface AccountView {
  email: string | null
  telephone: string | null
  language: Language
  hasPassword: boolean
  done: boolean
  /** Others of her unit who may decide for her, and whom she has named. */
  colleagues: { id: number; name: string }[]
  deputy: { id: number; from: LocalDate; to: LocalDate } | null
}

/** What Duban knows of the person who signed in, and her password, should she want one. */
export function AccountPage(view: AccountView) {
  const words = useWords()
  const { person } = useFrame()
  return (
    <Desk title={words.t('account.title')} narrow>
      <div class="page-head">
        <h1>{person?.name ?? ''}</h1>
      </div>
      {view.done ? <Done text={words.t('page.saved')} /> : null}
      <ProblemBox />
      <Facts
        facts={[
          [words.t('receipt.unit'), person?.unitName ?? ''],
          [words.t('account.role'), words.code('role', person?.role ?? '')],
          [words.field('email'), view.email ?? words.t('page.none')],
          [words.field('telephone'), view.telephone ?? words.t('page.none')],
        ]}
      />
      {person?.role === 'administrator' ? (
        <p>
          <Link href="/installation">{words.t('installation.title')}</Link>
        </p>
      ) : null}
      <section class="section">
        <h2>{words.t(view.hasPassword ? 'account.changePassword' : 'account.setPassword')}</h2>
        <p class="note">{words.t('account.passwordNote')}</p>
        <Form action="/account/password">
          <TextField
            name="password"
            type="password"
            label={words.field('password')}
            hint={words.t('account.passwordHint')}
            autocomplete="new-password"
            max={200}
            required
          />
          <p class="form-end">
            <Button kind="ink">{words.t('page.save')}</Button>
          </p>
        </Form>
      </section>
      {view.colleagues.length === 0 ? null : <Absence view={view} />}
      {person?.role === 'administrator' ? (
        <p class="section">
          <Link href="/api-keys">{words.t('apiKeys.title')}</Link>
        </p>
      ) : null}
      {person?.role === 'coordinator' || person?.role === 'administrator' ? (
        <section class="section">
          <h2>
            <Link href="/mail-texts">{words.t('mailTexts.title')}</Link>
          </h2>
          <p class="note">{words.t('mailTexts.note')}</p>
        </section>
      ) : null}
    </Desk>
  )
}

/** While she is away, a colleague gets her docket mails and may decide her items. */
function Absence({ view }: { view: AccountView }) {
  const words = useWords()
  return (
    <section class="section">
      <h2>{words.t('account.absence')}</h2>
      <p class="note">{words.t('account.absenceNote')}</p>
      <Form action="/account/deputy">
        <SelectField
          name="deputy"
          label={words.t('account.deputy')}
          value={view.deputy === null ? '' : String(view.deputy.id)}
          options={[
            { value: '', label: words.t('account.noDeputy') },
            ...view.colleagues.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
        />
        <div class="row">
          <TextField
            type="date"
            name="from"
            label={words.t('account.from')}
            value={view.deputy?.from ?? ''}
          />
          <TextField type="date" name="to" label={words.t('account.to')} value={view.deputy?.to ?? ''} />
        </div>
        <p class="form-end">
          <Button kind="ink">{words.t('page.save')}</Button>
        </p>
      </Form>
    </section>
  )
}
