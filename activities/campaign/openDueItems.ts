import { sql, type RawBuilder } from 'kysely'
import type { Tx } from '../../db/connection.ts'
import { askForSlot, inGroup, insertMarker } from '../../db/queries/dueGroups.ts'
import { addWorkingMinutes, minutesPerWorkingDay } from '../../domain/calendar.ts'
import { resolveChain, type ResolvedStep } from '../../domain/chain.ts'
import { nextSlot } from '../../domain/sending.ts'
import { dateIn, type Instant } from '../../domain/time.ts'
import type { DueMoment, Sweep } from './sweep.ts'

/**
 * What has stood overdue for as long as the policy allows becomes an item of its supervising unit's docket.
 * The chain is worked out here, on the day that an item joins, once for each parent.
 * @returns how many items joined
 */
export async function openDueItems(tx: Tx, sweep: Sweep, due: DueMoment, swept: boolean): Promise<number> {
  let opened = 0
  if (!swept) {
    opened = await join(tx, sweep, due, due.slot, sql`o.swept_version = o.due_version`)
    await insertMarker(tx, sweep.campaignId, due.group, due.moment, { at: sweep.asOf, created: opened })
  }
  const late = swept ? nextSlot(sweep.time.calendar, sweep.time.sending, sweep.asOf) : due.slot
  return opened + (await join(tx, sweep, due, late, sql`o.swept_version <> o.due_version`))
}

interface Family {
  parent: number | null
  grandparent: number | null
}

async function join(
  tx: Tx,
  sweep: Sweep,
  due: DueMoment,
  slot: Instant,
  which: RawBuilder<unknown>,
): Promise<number> {
  const overdue = sql`${inGroup(sweep.campaignId, due.group)} and ${which} and o.armed_at < ${due.moment.at}
    and not exists (select from docket_item i where i.obligation_id = o.id and i.state = 'undecided')`
  const families = await familiesOf(tx, sweep, overdue)
  if (families.length === 0) return 0
  const seats = await occupiedSeats(tx, sweep.issuerId)
  const chains = families.map((family) => ({
    ...family,
    chain: resolveChain(
      sweep.policy.escalation.chain,
      { ...family, issuer: sweep.issuerId },
      (unitId, role) => seats.has(`${unitId}/${role}`),
    ),
  }))
  const led = chains.filter(({ chain }) => chain.length > 0)
  const dockets = await openDockets(tx, sweep, led)
  const joined = await insertItems(tx, sweep, slot, overdue, led, dockets)
  if (joined === 0) return 0
  await askForSlot(tx, slot)
  await tx
    .insertInto('outbox')
    .values([
      { target: 'delivery', target_id: 0 },
      ...[...new Set(dockets.values())].map((target_id) => ({ target: 'docket' as const, target_id })),
    ])
    .execute()
  return joined
}

/** Where the overdue units stand today: their distinct parents and grandparents, none above the issuer. */
async function familiesOf(tx: Tx, sweep: Sweep, overdue: RawBuilder<unknown>): Promise<Family[]> {
  const today = dateIn(sweep.zone, sweep.asOf)
  const { rows } = await sql<Family>`
    select distinct p.parent_id as parent, case when p.parent_id = ${sweep.issuerId} then null else g.parent_id end as grandparent
    from obligation o
    left join placement p on p.unit_id = o.unit_id and p.valid @> ${today}::date
    left join placement g on g.unit_id = p.parent_id and g.valid @> ${today}::date
    where ${overdue}`.execute(tx)
  return rows
}

/** Which (unit, role) pairs of the issuer's subtree have somebody who can decide. */
async function occupiedSeats(tx: Tx, issuerId: number): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('account as a')
    .innerJoin('unit_closure as u', 'u.descendant_id', 'a.unit_id')
    .select(['a.unit_id', 'a.role'])
    .distinct()
    .where('u.ancestor_id', '=', issuerId)
    .where('a.role', 'in', ['supervisor', 'leader'])
    .where(sql<boolean>`upper_inf(a.valid)`)
    .execute()
  return new Set(rows.map(({ unit_id, role }) => `${unit_id}/${role}`))
}

type Led = Family & { chain: ResolvedStep[] }

async function openDockets(tx: Tx, sweep: Sweep, led: Led[]): Promise<Map<number, number>> {
  const unitIds = [...new Set(led.flatMap(({ chain }) => chain[0]?.unitId ?? []))]
  if (unitIds.length === 0) return new Map()
  const rows = await tx
    .insertInto('docket')
    .values(unitIds.map((unit_id) => ({ campaign_id: sweep.campaignId, unit_id, opened_at: sweep.asOf })))
    .onConflict((conflict) => conflict.columns(['campaign_id', 'unit_id']).doUpdateSet({ closed_at: null }))
    .returning(['id', 'unit_id'])
    .execute()
  return new Map(rows.map(({ id, unit_id }) => [unit_id, id]))
}

/** Locks the obligations that it takes: one that is reported at the same moment is waited for, and then left out. */
async function insertItems(
  tx: Tx,
  sweep: Sweep,
  slot: Instant,
  overdue: RawBuilder<unknown>,
  led: Led[],
  dockets: ReadonlyMap<number, number>,
): Promise<number> {
  const today = dateIn(sweep.zone, sweep.asOf)
  const rows = led.flatMap(({ parent, grandparent, chain }) => {
    const [first] = chain
    const docketId = first === undefined ? undefined : dockets.get(first.unitId)
    return first === undefined || docketId === undefined
      ? []
      : [
          {
            parent: parent ?? 0,
            grandparent: grandparent ?? 0,
            chain,
            first,
            docketId,
            ...firstWait(sweep, chain),
          },
        ]
  })
  const result = await sql`
    insert into docket_item (docket_id, campaign_id, obligation_id, unit_id, round, chain, holder_unit_id, holder_role,
      joined_at, level_since, wait_from, wait_minutes, wait_ends_at, notify_slot)
    select f.docket, o.campaign_id, o.id, o.unit_id, o.due_version, f.chain::jsonb, f.holder, f.role,
      ${sweep.asOf}, ${sweep.asOf}, ${sweep.asOf}, f.minutes, f.wait, ${slot}
    from obligation o
    left join placement p on p.unit_id = o.unit_id and p.valid @> ${today}::date
    left join placement g on g.unit_id = p.parent_id and g.valid @> ${today}::date
    join unnest(${rows.map((r) => r.parent)}::integer[], ${rows.map((r) => r.grandparent)}::integer[],
      ${rows.map((r) => r.docketId)}::integer[], ${rows.map((r) => JSON.stringify(r.chain))}::text[],
      ${rows.map((r) => r.first.unitId)}::integer[], ${rows.map((r) => r.first.role)}::text[],
      ${rows.map((r) => r.minutes)}::integer[], ${rows.map((r) => r.endsAt)}::timestamptz[])
      as f(parent, grandparent, docket, chain, holder, role, minutes, wait)
      on f.parent = coalesce(p.parent_id, 0)
      and f.grandparent = case when p.parent_id = ${sweep.issuerId} then 0 else coalesce(g.parent_id, 0) end
    where ${overdue}
    for no key update of o
    on conflict (obligation_id, round) do nothing`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

/** How long an item may stand at its first level; without end where nobody is above. */
export function firstWait(sweep: Sweep, chain: ResolvedStep[]): { minutes: number; endsAt: Instant | null } {
  const minutes = (chain[0]?.waitWorkingDays ?? 0) * minutesPerWorkingDay(sweep.time.calendar)
  return {
    minutes,
    endsAt: chain.length > 1 ? addWorkingMinutes(sweep.time.calendar, sweep.asOf, minutes) : null,
  }
}
