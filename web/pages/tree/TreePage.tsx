import type { Ancestor, TreeFilter, TreeRow } from '../../../db/queries/tree.ts'
import { Button, ButtonLink } from '../../components/Button.tsx'
import { SelectField, TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link, Telephone } from '../../components/Link.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Paging, Table } from '../../components/Table.tsx'
import { useFrame, useWords } from '../../frame.ts'
import { queryOf } from '../campaign/addresses.ts'

export interface TreeView {
  filter: TreeFilter
  path: Ancestor[]
  rows: TreeRow[]
  total: number
  page: number
}

/** The tree, one level at a time; words find a unit wherever it stands. */
export function TreePage(view: TreeView) {
  const words = useWords()
  const { person } = useFrame()
  const { filter, page, total } = view
  return (
    <Desk title={words.t('nav.units')} section="units">
      <div class="page-head">
        <h1>{words.t('nav.units')}</h1>
        <span class="note">{words.t('tree.total', { n: words.number(total) })}</span>
        <div class="buttons">
          <ButtonLink kind="text" href="/units/export.csv">
            {words.t('tree.export')}
          </ButtonLink>
          {person?.role === 'administrator' ? (
            <ButtonLink href="/units/import">{words.t('tree.import')}</ButtonLink>
          ) : null}
        </div>
      </div>
      <Form action="/units" method="get" class="filters">
        <TextField name="q" type="search" label={words.t('units.q')} value={filter.q} max={80} />
        <SelectField
          name="reach"
          label={words.t('units.reach')}
          value={filter.reach ?? ''}
          options={[
            { value: '', label: words.t('page.all') },
            { value: 'none', label: words.t('units.reach.none') },
            { value: 'bounced', label: words.t('units.reach.bounced') },
          ]}
        />
        <Button>{words.t('page.search')}</Button>
        {filter.q === '' && filter.reach === null ? null : (
          <Link href="/units">{words.t('tree.byLevel')}</Link>
        )}
      </Form>
      <Path path={view.path} />
      <Rows rows={view.rows} />
      <Paging
        page={page}
        total={total}
        hrefOf={(to) =>
          `/units${queryOf({ parent: filter.parentId ?? undefined, q: filter.q, reach: filter.reach ?? undefined, page: to })}`
        }
      />
    </Desk>
  )
}

function Path({ path }: { path: readonly Ancestor[] }) {
  const words = useWords()
  if (path.length === 0) return null
  return (
    <nav class="path" aria-label={words.t('tree.path')}>
      {path.map((ancestor, index) => (
        <span>
          <Link href={`/units?parent=${ancestor.id}`}>{ancestor.name}</Link>
          {index < path.length - 1 ? ' › ' : ''}
        </span>
      ))}
      <Link href={`/units/${path.at(-1)?.id ?? 0}`}>{words.t('tree.about')}</Link>
    </nav>
  )
}

function Rows({ rows }: { rows: readonly TreeRow[] }) {
  const words = useWords()
  return (
    <Table
      caption={words.t('nav.units')}
      empty={words.t('tree.empty')}
      rows={rows}
      columns={[
        {
          label: words.t('units.unit'),
          cell: (row) => <Link href={`/units/${row.unitId}`}>{row.name}</Link>,
        },
        { label: words.t('tree.code'), cell: (row) => row.code },
        { label: words.t('preview.type'), cell: (row) => words.t(`unit.${row.type}`) },
        {
          label: words.t('tree.children'),
          number: true,
          cell: (row) =>
            row.children === 0 ? (
              '·'
            ) : (
              <Link href={`/units?parent=${row.unitId}`}>{words.number(row.children)}</Link>
            ),
        },
        {
          label: words.t('units.contact'),
          cell: (row) =>
            row.contactName === null ? (
              <span class="t-returned">{words.t('units.noContact')}</span>
            ) : (
              <>
                {`${row.contactName} `}
                {row.telephone === null ? null : <Telephone number={row.telephone} />}
              </>
            ),
        },
        {
          label: words.field('email'),
          cell: (row) => (
            <>
              {row.email ?? <span class="t-returned">{words.t('units.reach.none')}</span>}
              {row.undeliverable ? (
                <span class="t-returned">{` ${words.t('units.reach.bounced')}`}</span>
              ) : null}
            </>
          ),
        },
        { label: words.t('tree.supervisors'), cell: (row) => row.supervisors ?? '·' },
      ]}
    />
  )
}
