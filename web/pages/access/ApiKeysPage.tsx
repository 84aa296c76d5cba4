import type { ApiKeyLine } from '../../../db/queries/apiKeys.ts'
import { accountRoles, keyAccesses } from '../../../db/tables/tree.ts'
import { Button } from '../../components/Button.tsx'
import { SelectField, TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Table } from '../../components/Table.tsx'
import { useWords } from '../../frame.ts'

interface ApiKeysView {
  keys: ApiKeyLine[]
  /** Of the unit that a new key would be for unless another is named. */
  unitCode: string
  /** Of the key that has just been made; this page alone shows it. */
  token: string | null
  /** Tells a form that is sent a second time. */
  once: string
}

/** Keys by which other programs come in: those that are there, and a new one. */
export function ApiKeysPage(view: ApiKeysView) {
  const words = useWords()
  return (
    <Desk title={words.t('apiKeys.title')}>
      <div class="page-head">
        <h1>{words.t('apiKeys.title')}</h1>
      </div>
      <p class="note">{words.t('apiKeys.about')}</p>
      {view.token === null ? null : <Made token={view.token} />}
      <ProblemBox />
      <Table
        caption={words.t('apiKeys.title')}
        empty={words.t('apiKeys.none')}
        rows={view.keys}
        columns={[
          { label: words.t('apiKeys.name'), cell: ({ name }) => name },
          { label: words.t('apiKeys.unit'), cell: ({ unitName }) => unitName },
          {
            label: words.t('apiKeys.role'),
            cell: ({ role, access }) =>
              words.line(words.code('role', role), words.code('apiKeys.access', access)),
          },
          { label: words.t('apiKeys.madeBy'), cell: ({ madeBy }) => madeBy },
          { label: words.t('apiKeys.until'), cell: ({ expiresAt }) => words.instant(expiresAt) },
          {
            label: words.t('apiKeys.used'),
            cell: ({ lastUsedAt }) =>
              lastUsedAt === null ? words.t('apiKeys.never') : words.instant(lastUsedAt),
          },
          { label: words.t('units.state'), cell: (key) => <State line={key} /> },
        ]}
      />
      <NewKey unitCode={view.unitCode} once={view.once} />
    </Desk>
  )
}

function Made({ token }: { token: string }) {
  const words = useWords()
  return (
    <>
      <Done text={words.t('apiKeys.made')} />
      <p>
        <code>{token}</code>
      </p>
    </>
  )
}

function State({ line }: { line: ApiKeyLine }) {
  const words = useWords()
  if (!line.open) return <>{words.t(line.revokedAt === null ? 'apiKeys.over' : 'apiKeys.revoked')}</>
  return (
    <Form action={`/api-keys/${line.id}/revoke`}>
      <Button kind="text">{words.t('apiKeys.revoke')}</Button>
    </Form>
  )
}

const DAYS = [30, 90, 180, 365]

function NewKey({ unitCode, once }: { unitCode: string; once: string }) {
  const words = useWords()
  return (
    <section class="section">
      <h2>{words.t('apiKeys.new')}</h2>
      <Form action="/api-keys" class="short-form">
        <input type="hidden" name="once" value={once} />
        <TextField
          name="name"
          label={words.t('apiKeys.name')}
          hint={words.t('apiKeys.nameHint')}
          max={60}
          required
        />
        <TextField
          name="unit"
          label={words.t('apiKeys.unit')}
          hint={words.t('apiKeys.unitHint')}
          value={unitCode}
          max={64}
          required
        />
        <div class="row">
          <SelectField
            name="role"
            label={words.t('apiKeys.role')}
            value="leader"
            options={accountRoles.map((role) => ({ value: role, label: words.code('role', role) }))}
          />
          <SelectField
            name="access"
            label={words.t('apiKeys.access')}
            value="read"
            options={keyAccesses.map((access) => ({
              value: access,
              label: words.code('apiKeys.access', access),
            }))}
          />
          <SelectField
            name="days"
            label={words.t('apiKeys.days')}
            value="90"
            options={DAYS.map((days) => ({
              value: String(days),
              label: words.t('apiKeys.dayCount', { n: days }),
            }))}
          />
        </div>
        <p class="form-end">
          <Button kind="ink">{words.t('apiKeys.make')}</Button>
        </p>
      </Form>
    </section>
  )
}
