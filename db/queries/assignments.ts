import { sql } from 'kysely'
import { judgedDueAt } from '../../domain/due.ts'
import { endOfDue, type Instant, type LocalDate } from '../../domain/time.ts'
import type { Db, Tx } from '../connection.ts'
import { loadWorkingTime } from './workingTime.ts'

interface DutyRow {
  milestone_id: number | null
  due_on: LocalDate | null
  due_at: Instant | null
  judged_due_at: Instant | null
}

/** What every unit of a campaign owes: to acknowledge, and a report for each milestone that asks for one. */
export async function dutiesOf(db: Db | Tx, campaignId: number): Promise<DutyRow[]> {
  const notice = await db
    .selectFrom('campaign as c')
    .innerJoin('notice as n', 'n.id', 'c.notice_id')
    .select(['n.id', 'n.acknowledge_due_on', 'c.zone'])
    .where('c.id', '=', campaignId)
    .executeTakeFirstOrThrow()
  const milestones = await db
    .selectFrom('milestone')
    .select(['id', 'due_on', 'grace_working_days'])
    .where('notice_id', '=', notice.id)
    .where('kind', '<>', 'none')
    .orderBy('ordinal')
    .execute()
  const { calendar } = await loadWorkingTime(db, notice.zone)
  const duty = (milestone_id: number | null, due_on: LocalDate | null, grace: number): DutyRow => ({
    milestone_id,
    due_on,
    due_at: due_on === null ? null : endOfDue(due_on, notice.zone),
    judged_due_at: due_on === null ? null : judgedDueAt(calendar, due_on, grace),
  })
  return [
    duty(null, notice.acknowledge_due_on, 0),
    ...milestones.map((m) => duty(m.id, m.due_on, m.grace_working_days)),
  ]
}

/**
 * Gives the notice to units: their assignments, obligations, links and issue mails, in one transaction. Units that
 * have it already are passed over, so it may be run again.
 * @param sendAt when the issue mails go
 * @param swept true when the campaign's own workflow inserts them, so that no sweep has been and gone meanwhile
 * @returns how many units were new
 */
export async function insertAssignments(
  tx: Tx,
  input: { campaignId: number; unitIds: number[]; asOf: Instant; sendAt: Instant; swept: boolean },
): Promise<number> {
  const { campaignId, unitIds, asOf, sendAt } = input
  const duties = await dutiesOf(tx, campaignId)
  const inserted = await sql<{ id: number; unit_id: number }>`
    insert into assignment (campaign_id, unit_id, added_at, place_id)
    select ${campaignId}, u, ${asOf}, coalesce(place.id, u) from unnest(${unitIds}::integer[]) u
    left join lateral (
      select up.ancestor_id as id from campaign c join unit_closure down on down.ancestor_id = c.issuer_id and down.depth = 1
      join unit_closure up on up.ancestor_id = down.descendant_id and up.descendant_id = u
      where c.id = ${campaignId} limit 1) place on true
    on conflict (campaign_id, unit_id) do nothing
    returning id, unit_id`.execute(tx)
  if (inserted.rows.length === 0) return 0
  const units = inserted.rows.map((row) => row.unit_id)
  await sql`
    insert into obligation (assignment_id, campaign_id, unit_id, duty, milestone_id, due_on, due_at, judged_due_at, armed_at,
      swept_version)
    select a, ${campaignId}, u, case when d.milestone_id is null then 'acknowledge' else 'report' end,
           d.milestone_id, d.due_on, d.due_at, d.judged_due_at, ${asOf}, ${input.swept ? 1 : 0}
    from unnest(${inserted.rows.map((row) => row.id)}::bigint[], ${units}::integer[]) as t(a, u)
    cross join unnest(${duties.map((d) => d.milestone_id)}::integer[], ${duties.map((d) => d.due_on)}::date[],
      ${duties.map((d) => d.due_at)}::timestamptz[], ${duties.map((d) => d.judged_due_at)}::timestamptz[])
      as d(milestone_id, due_on, due_at, judged_due_at)`.execute(tx)
  await inviteContacts(tx, { campaignId, units, asOf, sendAt })
  return inserted.rows.length
}

/** A link for each contact, and the issue mail for each that has an address. */
async function inviteContacts(
  tx: Tx,
  input: { campaignId: number; units: number[]; asOf: Instant; sendAt: Instant },
): Promise<void> {
  await sql`
    insert into link (contact_id, campaign_id, unit_id)
    select c.id, ${input.campaignId}, c.unit_id from contact c
    where c.unit_id = any(${input.units}::integer[]) and upper_inf(c.valid) and c.campaign_id is null
    on conflict (contact_id, campaign_id) do nothing`.execute(tx)
  await sql`
    insert into message (kind, unit_id, contact_id, campaign_id, slot, send_at, created_at)
    select 'issue', c.unit_id, c.id, ${input.campaignId}, ${input.sendAt}, ${input.sendAt}, ${input.asOf} from contact c
    where c.unit_id = any(${input.units}::integer[]) and upper_inf(c.valid) and c.email is not null
      and c.campaign_id is null
    on conflict (contact_id, campaign_id) where kind = 'issue' do nothing`.execute(tx)
}
