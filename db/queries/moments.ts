import { sql } from 'kysely'
import { addWorkingDays } from '../../domain/calendar.ts'
import { momentsOf, type DueRule, type Duty, type Moment } from '../../domain/plan.ts'
import type { Policy } from '../../domain/policy.ts'
import { firstSlotOn } from '../../domain/sending.ts'
import { dateIn, instantAt, type Instant, type LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import { tallied, type Tallied } from './tally.ts'
import type { WorkingTime } from './workingTime.ts'

/** Something that has happened, or will by itself, at an instant. */
export interface MomentLine {
  at: Instant
  campaignId: number
  duty: Duty
  /** Of the milestone; 0 for acknowledging. */
  ordinal: number
  what: string
  kind: 'deadline' | Moment['kind']
  step: string
  nth: number
  level: number | null
  /** How many units it concerns, as things stand. */
  units: number
  dueOn: LocalDate | null
}

/** Outstanding obligations that share their moments. */
export interface OpenGroup {
  campaignId: number
  duty: Duty
  ordinal: number
  what: string
  dueOn: LocalDate | null
  units: number
  policy: Policy
  zone: string
  issuedAt: Instant
}

/** @param campaigns the running ones that are asked about */
export async function loadOpenGroups(tx: Tx, campaigns: readonly Tallied[]): Promise<OpenGroup[]> {
  if (campaigns.length === 0) return []
  const { rows } = await sql<OpenGroup>`
    with grouped as (
      select o.campaign_id, o.duty, o.milestone_id, o.due_on, sum(o.n) as units from ${tallied(campaigns)}
      where o.state in ('expected', 'returned') group by 1, 2, 3, 4 having sum(o.n) > 0)
    select g.campaign_id as "campaignId", g.duty, coalesce(m.ordinal, 0) as ordinal, coalesce(m.what, '') as what,
      g.due_on as "dueOn", g.units, c.policy, c.zone, c.issued_at as "issuedAt"
    from grouped g join campaign c on c.id = g.campaign_id left join milestone m on m.id = g.milestone_id
    where c.paused_at is null and c.state = 'open'`.execute(tx)
  return rows
}

/** Items that climb when their wait runs out undecided. */
export interface Climb {
  campaignId: number
  at: Instant
  level: number
  units: number
}

export async function loadClimbs(tx: Tx, campaignIds: number[]): Promise<Climb[]> {
  if (campaignIds.length === 0) return []
  const { rows } = await sql<Climb>`
    select i.campaign_id as "campaignId", date_trunc('minute', i.wait_ends_at) as at, i.level + 1 as level, count(*) as units
    from docket_item i join campaign c on c.id = i.campaign_id
    where i.campaign_id = any(${campaignIds}::integer[]) and i.state = 'undecided' and i.wait_ends_at is not null
      and i.acknowledged_at is null and c.paused_at is null
    group by 1, 2, 3`.execute(tx)
  return rows
}

/** What will happen by itself after `asOf`, in order, provided that nobody does anything. */
export function momentsAhead(
  groups: readonly OpenGroup[],
  climbs: readonly Climb[],
  time: WorkingTime,
  asOf: Instant,
): MomentLine[] {
  const planned = groups.flatMap((group) => momentsOfGroup(group, time, asOf))
  const climbing = climbs.map((climb): MomentLine => ({
    ...climb,
    duty: 'report',
    ordinal: 0,
    what: '',
    kind: 'escalation',
    step: 'climb',
    nth: 1,
    dueOn: null,
  }))
  return [...planned, ...climbing]
    .filter(({ at }) => at > asOf)
    .sort((one, other) => one.at.getTime() - other.at.getTime() || one.ordinal - other.ordinal)
}

function momentsOfGroup(group: OpenGroup, time: WorkingTime, asOf: Instant): MomentLine[] {
  const { policy, zone, issuedAt, ...facts } = group
  const moments = momentsOf({
    duty: group.duty,
    due: dueOf(group),
    policy,
    calendar: time.calendar,
    sending: time.sending,
  }).flatMap((moment): MomentLine[] => {
    const line = { ...facts, ...moment, level: null }
    return moment.kind === 'escalation' && moment.at > asOf ? levelsOf(line, group, time) : [line]
  })
  const deadline = group.dueOn === null ? null : instantAt(group.dueOn, '23:59', zone)
  if (deadline === null) return moments.filter(({ at }) => at > issuedAt)
  return [...moments, { ...facts, at: deadline, kind: 'deadline', step: 'due', nth: 1, level: null }]
}

function dueOf(group: OpenGroup): DueRule {
  if (group.dueOn !== null) return { kind: 'dated', dueOn: group.dueOn }
  return group.duty === 'report'
    ? { kind: 'open', since: dateIn(group.zone, group.issuedAt) }
    : { kind: 'none' }
}

/** Where an escalation climbs to while nobody decides. */
function levelsOf(line: MomentLine, group: OpenGroup, time: WorkingTime): MomentLine[] {
  let on = dateIn(group.zone, line.at)
  return group.policy.escalation.chain.map((step, index) => {
    const level = { ...line, level: index + 1, at: firstSlotOn(time.sending, on) }
    on = addWorkingDays(time.calendar, on, step.waitWorkingDays)
    return level
  })
}

/** A sending of reminders, or a chase by hand, and how many have answered since. */
export interface Chase {
  at: Instant
  duty: Duty
  ordinal: number
  what: string
  /** `chase`: by hand. */
  step: string
  nth: number
  sent: number
  answered: number
  /** Who chased by hand, where the reader may know. */
  who: string | null
}

export async function loadChases(tx: Tx, campaignId: number, limit: number): Promise<Chase[]> {
  const { rows } = await sql<Chase>`
    with sending as (
      select r.slot as at, o.duty, o.milestone_id, r.step, r.nth, count(*) as sent,
        count(*) filter (where o.submitted_at >= r.slot) as answered
      from reminder r join obligation o on o.id = r.obligation_id where r.campaign_id = ${campaignId}
      group by 1, 2, 3, 4, 5
      union all
      select u.created_at, o.duty, o.milestone_id, 'chase', 1, count(distinct u.unit_id),
        count(distinct u.unit_id) filter (where o.submitted_at >= u.created_at)
      from message u join obligation o on o.id = u.obligation_id
      where u.campaign_id = ${campaignId} and u.kind = 'urge' and u.state <> 'cancelled'
      group by 1, 2, 3)
    select s.at, s.duty, coalesce(m.ordinal, 0) as ordinal, coalesce(m.what, '') as what, s.step, s.nth, s.sent, s.answered,
      case when s.step = 'chase' then (
        select a.name from audit_entry e join account a on a.id = e.actor_id
        where e.campaign_id = ${campaignId} and e.at = s.at and e.actor_kind = 'account' limit 1) end as who
    from sending s left join milestone m on m.id = s.milestone_id
    order by s.at desc, ordinal limit ${limit}`.execute(tx)
  return rows
}
