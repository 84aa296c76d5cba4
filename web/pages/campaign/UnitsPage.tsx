import type { CampaignDuty, CampaignHead } from '../../../db/queries/campaignHead.ts'
import { countedStates, noCounts } from '../../../db/queries/stateCounts.ts'
import type { UnitListRow } from '../../../db/queries/unitList.ts'
import type { LocalDate } from '../../../domain/time.ts'
import type { DutyCounts } from '../../../db/queries/campaignBoard.ts'
import { Button } from '../../components/Button.tsx'
import { CampaignHeader } from '../../components/CampaignHeader.tsx'
import { Radios } from '../../components/Choices.tsx'
import { SelectField, TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link, Telephone } from '../../components/Link.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { StateMark } from '../../components/StateGlyph.tsx'
import { Paging, Table, type Column } from '../../components/Table.tsx'
import { useFrame, useWords } from '../../frame.ts'
import { dutyName } from '../momentText.ts'
import { ActChoices } from './ActChoices.tsx'
import { ActionDone, type DoneAction } from './ActionDone.tsx'
import { unitsAddress, type UnitFilter } from './addresses.ts'
import { FilterFields } from './FilterFields.tsx'

export interface UnitsView {
  head: CampaignHead
  current: CampaignDuty
  filter: UnitFilter
  districtName: string
  counts: ReadonlyMap<string, DutyCounts>
  rows: UnitListRow[]
  total: number
  page: number
  /** A coordinator, and the campaign runs. */
  mayAct: boolean
  offered: LocalDate
  done: DoneAction | null
}

/** The units of a campaign, narrowed by what stands in the address. */
export function UnitsPage(view: UnitsView) {
  const words = useWords()
  const { addresses } = useFrame()
  const { head, filter, page, total } = view
  return (
    <Desk title={words.t('units.title', { title: head.title })} section="notices" script={addresses.dates}>
      <CampaignHeader head={head} inner />
      <div class="page-head">
        <h1>{words.t('units.heading', { n: words.number(total) })}</h1>
        <span class="note">{narrowed(view, words)}</span>
      </div>
      <ProblemBox />
      <ActionDone head={head} done={view.done} filter={filter} />
      <Filters {...view} />
      {view.mayAct && total > 0 ? <Actable {...view} /> : <UnitTable {...view} />}
      <Paging page={page} total={total} hrefOf={(to) => unitsAddress(head.id, { ...filter, page: to })} />
    </Desk>
  )
}

function narrowed({ current, districtName, filter }: UnitsView, words: ReturnType<typeof useWords>): string {
  return words.line(
    dutyName(words, current),
    filter.state === undefined
      ? null
      : filter.state === 'owing'
        ? words.t('units.owing')
        : words.t(`state.${filter.state}`),
    districtName,
    filter.reach === undefined ? null : words.t(`units.reach.${filter.reach}`),
  )
}

function Filters({ head, current, filter, counts }: UnitsView) {
  const words = useWords()
  const sum = counts.get(current.key)?.counts ?? noCounts()
  return (
    <Form action={`/campaigns/${head.id}/units`} method="get" class="filters">
      <SelectField
        name="milestone"
        label={words.t('units.duty')}
        value={current.key}
        options={head.duties.map((duty) => ({ value: duty.key, label: dutyName(words, duty) }))}
      />
      <SelectField
        name="state"
        label={words.t('units.state')}
        value={filter.state ?? ''}
        options={[
          { value: '', label: `${words.t('page.all')} ${words.number(sum.total)}` },
          ...countedStates.map((state) => ({
            value: state,
            label: `${words.t(`state.${state}`)} ${words.number(sum[state])}`,
          })),
          { value: 'owing', label: words.t('units.owing') },
        ]}
      />
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
      <TextField name="q" label={words.t('units.q')} value={filter.q ?? ''} max={80} type="search" />
      {filter.district === undefined ? null : (
        <input type="hidden" name="district" value={String(filter.district)} />
      )}
      <Button>{words.t('page.search')}</Button>
      {filter.district === undefined ? null : (
        <Link href={unitsAddress(head.id, { ...filter, district: undefined, page: undefined })}>
          {words.t('units.everywhere')}
        </Link>
      )}
    </Form>
  )
}

/** The list as a form: some or all of its units, and what to do with them. Nothing happens before the preview. */
function Actable(view: UnitsView) {
  const words = useWords()
  const { head, filter, rows, total, offered } = view
  return (
    <Form action={`/campaigns/${head.id}/act/preview`} class="actable">
      <FilterFields filter={filter} />
      <details class="act-panel">
        <summary>{words.t('act.open')}</summary>
        <Radios
          name="scope"
          label={words.t('act.scope')}
          value="chosen"
          options={[
            { value: 'chosen', label: words.t('act.scope.chosen') },
            ...(rows.length < total
              ? [{ value: 'page', label: words.t('act.scope.page', { n: words.number(rows.length) }) }]
              : []),
            { value: 'all', label: words.t('act.scope.all', { n: words.number(total) }) },
          ]}
        />
        <ActChoices kind={null} offered={offered} zone={head.zone} />
        <p class="form-end">
          <Button kind="ink">{words.t('act.preview')}</Button>
        </p>
      </details>
      <input type="hidden" name="shown" value={rows.map(({ unitId }) => unitId).join(',')} />
      <UnitTable {...view} selectable />
    </Form>
  )
}

function UnitTable({ head, rows, selectable }: UnitsView & { selectable?: boolean }) {
  const words = useWords()
  const select: Column<UnitListRow> = {
    label: words.t('act.select'),
    cell: (row) => <input type="checkbox" name="unit" value={String(row.unitId)} aria-label={row.name} />,
  }
  return (
    <Table
      caption={words.t('units.title', { title: head.title })}
      empty={words.t('units.empty')}
      rows={rows}
      columns={[
        ...(selectable === true ? [select] : []),
        {
          label: words.t('units.unit'),
          cell: (row) => (
            <>
              <Link href={`/campaigns/${head.id}/units/${row.unitId}`}>{row.name}</Link>{' '}
              <span class="note">{words.line(row.parentName, row.code)}</span>
            </>
          ),
        },
        { label: words.t('units.state'), cell: (row) => <StateMark state={row.state} /> },
        {
          label: words.t('units.due'),
          cell: (row) => (row.dueOn === null ? words.due(null) : words.shortDate(row.dueOn)),
        },
        {
          label: words.t('units.acknowledged'),
          cell: (row) => (row.acknowledgedAt === null ? '·' : words.instant(row.acknowledgedAt)),
        },
        {
          label: words.t('units.reported'),
          cell: (row) => (row.submittedAt === null ? '·' : words.instant(row.submittedAt)),
        },
        {
          label: words.t('units.reminders'),
          number: true,
          cell: (row) =>
            row.chasedAt === null
              ? '·'
              : words.t('units.chased', { n: row.reminders, instant: words.instant(row.chasedAt) }),
        },
        { label: words.t('units.contact'), cell: (row) => <Contact row={row} /> },
      ]}
    />
  )
}

function Contact({ row }: { row: UnitListRow }) {
  const words = useWords()
  if (row.contactName === null) return <span class="t-returned">{words.t('units.noContact')}</span>
  return (
    <span>
      {`${row.contactName} `}
      {row.telephone === null ? null : <Telephone number={row.telephone} />}
      {row.email === null ? <span class="t-returned">{` ${words.t('units.reach.none')}`}</span> : null}
      {row.undeliverable ? <span class="t-returned">{` ${words.t('units.reach.bounced')}`}</span> : null}
    </span>
  )
}
