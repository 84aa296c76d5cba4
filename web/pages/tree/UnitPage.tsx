import type { Ancestor, PersonLine, PlacementLine, UnitCampaign, UnitHead } from '../../../db/queries/tree.ts'
import type { PlannedLine } from '../../../db/queries/plannedChanges.ts'
import type { RecordContact } from '../../../db/queries/unitRecord.ts'
import type { LocalDate } from '../../../domain/time.ts'
import { Link } from '../../components/Link.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Table } from '../../components/Table.tsx'
import { useFrame, useWords } from '../../frame.ts'
import { ContactForms } from './ContactForms.tsx'
import { PeopleForms } from './PeopleForms.tsx'
import { UnitForms } from './UnitForms.tsx'

export interface UnitView {
  unit: UnitHead
  path: Ancestor[]
  placements: PlacementLine[]
  contacts: RecordContact[]
  people: PersonLine[]
  campaigns: UnitCampaign[]
  planned: PlannedLine[]
  today: LocalDate
  done: boolean
}

/** A unit: who answers for it, what it was called and where it stood, what it has been given. */
export function UnitPage(view: UnitView) {
  const words = useWords()
  const { person } = useFrame()
  const { unit, path } = view
  const changes = person?.role === 'administrator' || person?.role === 'coordinator'
  return (
    <Desk title={unit.name} section="units">
      {view.done ? <Done text={words.t('page.doing.done')} /> : null}
      <nav class="path" aria-label={words.t('tree.path')}>
        {path.slice(0, -1).map((ancestor) => (
          <span>
            <Link href={`/units?parent=${ancestor.id}`}>{ancestor.name}</Link>
            {' › '}
          </span>
        ))}
      </nav>
      <div class="page-head">
        <h1 class="song">{unit.name}</h1>
        <span class="note">
          {words.line(unit.code, words.t(`unit.${unit.type}`), unit.open ? null : words.t('tree.closed'))}
        </span>
        {unit.children === 0 ? null : (
          <Link href={`/units?parent=${unit.id}`}>
            {words.t('tree.below', { n: words.number(unit.children) })}
          </Link>
        )}
      </div>
      <ProblemBox />
      <div class="columns even">
        <div>
          <ContactForms contacts={view.contacts} unit={unit} />
          <PeopleForms people={view.people} unit={unit} />
        </div>
        <div>
          <Campaigns campaigns={view.campaigns} unit={unit} />
          <Placements placements={view.placements} />
          {changes && unit.open ? <UnitForms unit={unit} today={view.today} planned={view.planned} /> : null}
        </div>
      </div>
    </Desk>
  )
}

function Campaigns({ campaigns, unit }: { campaigns: readonly UnitCampaign[]; unit: UnitHead }) {
  const words = useWords()
  return (
    <section class="section">
      <h2>{words.t('tree.campaigns')}</h2>
      <Table
        caption={words.t('tree.campaigns')}
        empty={words.t('tree.noCampaigns')}
        rows={campaigns}
        columns={[
          {
            label: words.t('home.notice'),
            cell: (row) => <Link href={`/campaigns/${row.id}/units/${unit.id}`}>{row.title}</Link>,
          },
          {
            label: words.t('units.state'),
            cell: (row) => (row.withdrawn ? words.t('state.withdrawn') : words.code('campaign', row.state)),
          },
          {
            label: words.t('units.acknowledged'),
            cell: (row) => (row.acknowledgedAt === null ? '·' : words.instant(row.acknowledgedAt)),
          },
          { label: words.t('tree.open'), number: true, cell: (row) => (row.open === 0 ? '·' : row.open) },
        ]}
      />
    </section>
  )
}

function Placements({ placements }: { placements: readonly PlacementLine[] }) {
  const words = useWords()
  return (
    <section class="section">
      <h2>{words.t('tree.history')}</h2>
      <ul class="entries">
        {placements.map((placement) => (
          <li>
            <span class="note wide">
              {words.t('tree.period', {
                from: words.fullDate(placement.from),
                to: placement.to === null ? words.t('tree.now') : words.fullDate(placement.to),
              })}
            </span>
            <span>{words.line(placement.name, words.t(`unit.${placement.type}`), placement.parentName)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
