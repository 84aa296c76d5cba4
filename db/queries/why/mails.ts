import { sql, type RawBuilder } from 'kysely'
import { whyMail, type MailFacts, type MailThing, type MailWhy } from '../../../domain/why.ts'
import type { Duty } from '../../../domain/plan.ts'
import type { ObligationState } from '../../../domain/obligation.ts'
import type { Instant, LocalDate } from '../../../domain/time.ts'
import type { Tx } from '../../connection.ts'

/** What a message `m` tells about itself. */
export const mailFactColumns = sql`m.created_at as "createdAt", m.send_at as "sendAt", m.finished_at as "finishedAt", m.facts,
  case when m.contact_id is not null
    then exists (select from contact x where x.id = m.contact_id and x.email is not null and upper_inf(x.valid))
    else exists (select from account x where x.id = m.account_id and x.email is not null and upper_inf(x.valid)) end as reachable`

interface ThingRow {
  messageId: number | null
  step: string | null
  nth: number | null
  slot: Instant | null
  dueOn: LocalDate | null
  duty: Duty
  ordinal: number
  what: string
  state: ObligationState
  doneAt: Instant | null
  moved: boolean
  campaignPaused: boolean
  dropped: MailThing['dropped']
  endedAt: Instant | null
  addressed: boolean
}

/** A reminder in the ledger that no mail of its slot carries. */
export interface UnsentStep {
  thing: MailThing
  step: NonNullable<MailThing['step']>
  /** The unit has somebody with an address now. */
  addressed: boolean
}

interface MailThings {
  byMessage: Map<number, MailThing[]>
  unsent: UnsentStep[]
}

const MOST_UNSENT = 50

/** Mails that are asked about, of one campaign. */
interface Asked {
  campaignId: number
  messageIds: readonly number[]
  /** Also the reminders of this unit that became no mail. */
  unitId: number | null
}

/** What each mail was about, as the ledger and the obligations have it. */
async function loadMailThings(tx: Tx, asked: Asked): Promise<MailThings> {
  const { rows } = await sql<ThingRow>`
    with asked as (select * from message where id = any(${asked.messageIds}::bigint[])),
    past as materialized (${stops(asked.campaignId)}), wanted as (${wanted(asked)})
    select w.message_id as "messageId", w.step, w.nth, w.slot, w.due_on as "dueOn", o.duty, coalesce(s.ordinal, 0) as ordinal,
      coalesce(s.what, '') as what, o.state,
      case o.duty when 'acknowledge' then a.acknowledged_at else o.submitted_at end as "doneAt",
      coalesce(w.due_version <> o.due_version, false) as moved, ${dropped} as dropped,
      c.paused_at is not null as "campaignPaused", c.ended_at as "endedAt",
      exists (select from contact k where k.unit_id = o.unit_id and k.email is not null and upper_inf(k.valid)) as addressed
    from wanted w join obligation o on o.id = w.obligation_id join assignment a on a.id = o.assignment_id
    join campaign c on c.id = o.campaign_id left join milestone s on s.id = o.milestone_id
    left join asked m on m.id = w.message_id
    order by w.message_id, s.ordinal nulls first`.execute(tx)
  const things: MailThings = { byMessage: new Map(), unsent: [] }
  for (const row of rows) {
    const thing = thingOf(row)
    if (row.messageId !== null)
      things.byMessage.set(row.messageId, [...(things.byMessage.get(row.messageId) ?? []), thing])
    else if (thing.step !== null) things.unsent.push({ thing, step: thing.step, addressed: row.addressed })
  }
  return things
}

/** A reminder is about what its slot reminds of, an issue mail and a link about everything, the rest about one thing. */
function wanted({ campaignId, unitId }: Asked): RawBuilder<unknown> {
  return sql`
    select m.id as message_id, r.obligation_id, r.step, r.nth, r.slot, r.due_on, r.due_version
    from asked m join reminder r on m.kind = 'reminder' and r.unit_id = m.unit_id and r.slot = m.slot
    union all
    select m.id, m.obligation_id, null, null, null, null, null from asked m
    where m.kind <> 'reminder' and m.obligation_id is not null
    union all
    select m.id, x.id, null, null, null, null, null from asked m
    join obligation x on x.campaign_id = m.campaign_id and x.unit_id = m.unit_id
    where m.kind in ('issue', 'link') and m.obligation_id is null
    union all
    (select null, r.obligation_id, r.step, r.nth, r.slot, r.due_on, r.due_version from reminder r
    where r.campaign_id = ${campaignId} and r.unit_id = ${unitId}::integer and not exists (
      select from message x where x.kind = 'reminder' and x.unit_id = r.unit_id and x.slot = r.slot)
    order by r.id desc limit ${MOST_UNSENT})`
}

/** When a campaign stood still, and when somebody took a chase back: from its record. */
function stops(campaignId: number): RawBuilder<unknown> {
  return sql`select e.id, e.at, e.operation from audit_entry e where e.campaign_id = ${campaignId} and e.operation in
    ('pause-campaign', 'resume-campaign', 'close-campaign', 'cancel-campaign', 'take-back-chase')`
}

const dropped = sql`case when m.state = 'cancelled' then case
  when exists (select from past p where p.operation = 'take-back-chase' and p.at = m.finished_at) then 'takenBack'
  when (select p.operation from past p where p.operation <> 'take-back-chase' and p.at <= m.finished_at
    order by p.id desc limit 1) = 'pause-campaign' then 'paused' end end`

function thingOf({
  step,
  nth,
  slot,
  dueOn,
  addressed: _addressed,
  messageId: _message,
  ...thing
}: ThingRow): MailThing {
  const known = step !== null && nth !== null && slot !== null
  return { ...thing, step: known ? { step, nth, slot, dueOn } : null }
}

export interface MailWhys {
  /** What each mail was about. */
  about: Map<number, MailThing[]>
  byMessage: Map<number, MailWhy>
  unsent: UnsentStep[]
}

/**
 * Why each of these mails of a campaign was made, and what became of it.
 * @param unitId also the reminders of this unit that became no mail
 */
export async function loadMailWhys(
  tx: Tx,
  campaignId: number,
  mails: readonly (Omit<MailFacts, 'things'> & { id: number })[],
  unitId: number | null = null,
): Promise<MailWhys> {
  const messageIds = mails.map(({ id }) => id)
  const { byMessage, unsent } = await loadMailThings(tx, { campaignId, messageIds, unitId })
  const whys = mails.map((mail): [number, MailWhy] => [
    mail.id,
    whyMail({ ...mail, things: byMessage.get(mail.id) ?? [] }),
  ])
  return { about: byMessage, byMessage: new Map(whys), unsent }
}
