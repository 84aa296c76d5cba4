import type { RecordContact, RecordEntry, RecordObligation } from '../../../db/queries/unitRecord.ts'
import type { ItemStory } from '../../../db/queries/why/items.ts'
import { whyState } from '../../../domain/whyState.ts'
import { ButtonLink } from '../../components/Button.tsx'
import { CampaignHeader } from '../../components/CampaignHeader.tsx'
import { Link, Telephone } from '../../components/Link.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { StateMark } from '../../components/StateGlyph.tsx'
import { Table } from '../../components/Table.tsx'
import { Why } from '../../components/Why.tsx'
import { useFrame, useWords } from '../../frame.ts'
import { dutyName } from '../momentText.ts'
import { stateWhyText } from '../why/stateText.ts'
import type { RecordView } from './recordView.ts'
import { RecordForms } from './RecordForms.tsx'
import { RecordMails } from './RecordMails.tsx'
import { RecordItems } from './RecordItems.tsx'
import { RecordReports } from './RecordReports.tsx'
import { stateFacts } from './stateFacts.ts'

/** Everything that is known of one unit in one campaign, and what can be entered on its behalf. */
export function UnitRecordPage(view: RecordView) {
  const words = useWords()
  const { person } = useFrame()
  const { head, unit } = view
  const coordinates = person?.role === 'coordinator' || person?.role === 'administrator'
  const running = head.state === 'open'
  return (
    <Desk title={words.line(unit.name, head.title)} section="notices">
      <CampaignHeader head={head} inner />
      {view.done ? <Done text={words.t('page.doing.done')} /> : null}
      <div class="page-head">
        <h1 class="song">{unit.name}</h1>
        <span class="note">{unit.code}</span>
        <div class="buttons">
          <ButtonLink href={`/campaigns/${head.id}/units/${unit.id}/print`}>
            {words.t('unit.print')}
          </ButtonLink>
          <ButtonLink href={`/units/${unit.id}`}>{words.t('record.unitPage')}</ButtonLink>
        </div>
      </div>
      <ProblemBox />
      <div class="columns wide">
        <div>
          <Obligations {...view} />
          <RecordReports view={view} />
          <RecordMails mails={view.mails} whys={view.mailWhys} asOf={view.asOf} />
        </div>
        <div>
          <Contacts contacts={view.contacts} unitId={unit.id} />
          {running && view.assigned ? <RecordForms view={view} mayWaive={coordinates} /> : null}
          <RecordItems items={view.items} />
          <Decisions items={view.items} />
          <Entries entries={view.entries} />
        </div>
      </div>
    </Desk>
  )
}

function Obligations(view: RecordView) {
  const words = useWords()
  const { obligations, acknowledgedAt, acknowledgedVia, assigned } = view
  return (
    <section class="section">
      <header>
        <h2>{words.t('record.owed')}</h2>
        <span class="note">
          {acknowledgedAt === null
            ? words.t('mail.docket.neverAcknowledged')
            : words.line(
                words.t('unit.acknowledgedAt', { instant: words.instant(acknowledgedAt) }),
                words.t(`via.${acknowledgedVia ?? 'link'}`),
              )}
        </span>
      </header>
      {assigned ? null : <p class="empty">{words.t('record.withdrawn')}</p>}
      <Table
        caption={words.t('record.owed')}
        empty={words.t('record.nothingOwed')}
        rows={obligations}
        columns={[
          { label: words.t('record.what'), cell: (row) => dutyName(words, row) },
          {
            label: words.t('units.state'),
            cell: (row) => (
              <div>
                {stateOf(row)}
                <Why sentences={[stateWhyText(words, whyState(stateFacts(view, row)))]} />
              </div>
            ),
          },
          { label: words.t('units.due'), cell: (row) => words.due(row.dueOn) },
          {
            label: words.t('record.first'),
            cell: (row) =>
              row.firstSubmittedAt === null
                ? '·'
                : words.line(words.instant(row.firstSubmittedAt), inTime(row)),
          },
        ]}
      />
    </section>
  )

  function stateOf(row: RecordObligation) {
    return row.raw === 'withdrawn' || row.raw === 'missed' ? (
      words.t(`state.${row.raw}`)
    ) : (
      <StateMark state={row.state} />
    )
  }
  function inTime({ onTime }: RecordObligation): string {
    if (onTime === null) return ''
    return words.t(onTime ? 'record.onTime' : 'record.late')
  }
}

function Contacts({ contacts, unitId }: { contacts: readonly RecordContact[]; unitId: number }) {
  const words = useWords()
  return (
    <section class="section">
      <header>
        <h2>{words.t('record.contacts')}</h2>
        <Link class="push" href={`/units/${unitId}`}>
          {words.t('record.changeContacts')}
        </Link>
      </header>
      {contacts.length === 0 ? <p class="empty">{words.t('record.noContacts')}</p> : null}
      <ul class="people">
        {contacts.map((contact) => (
          <li>
            <strong>{contact.name}</strong>
            {contact.telephone === null ? null : <Telephone number={contact.telephone} />}
            <span>{contact.email ?? words.t('units.reach.none')}</span>
            {contact.undeliverableRemedy === null ? null : (
              <span class="t-returned">{words.code('remedy', contact.undeliverableRemedy)}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Decisions({ items }: { items: readonly ItemStory[] }) {
  const words = useWords()
  const decisions = items
    .flatMap((item) => item.decisions)
    .sort((one, other) => other.at.getTime() - one.at.getTime())
  if (decisions.length === 0) return null
  return (
    <section class="section">
      <header>
        <h2>{words.t('record.decisions')}</h2>
      </header>
      <ul class="entries">
        {decisions.map((decision) => (
          <li>
            <span class="note">{words.instant(decision.at)}</span>
            <span>
              {words.line(
                decision.who,
                words.t(`decision.${decision.kind}`),
                decision.extendedTo === null ? null : words.date(decision.extendedTo),
              )}
              <span class="note pre">{` ${decision.reason}`}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Entries({ entries }: { entries: readonly RecordEntry[] }) {
  const words = useWords()
  return (
    <section class="section">
      <header>
        <h2>{words.t('record.entries')}</h2>
      </header>
      {entries.length === 0 ? <p class="empty">{words.t('record.noEntries')}</p> : null}
      <ul class="entries">
        {entries.map((entry) => (
          <li>
            <span class="note">{words.instant(entry.at)}</span>
            <span>
              {words.line(entry.actorName ?? words.t('record.system'), words.code('did', entry.operation))}
              {entry.reason === null ? null : <span class="note pre">{` ${entry.reason}`}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
