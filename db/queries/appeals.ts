import { sql, type RawBuilder } from 'kysely'
import type { Instant, LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { AppealKind, AppealOutcome } from '../tables/obligation.ts'
import { latestName } from './names.ts'

/** An appeal `x` that nobody has answered, about something that still stands as it did. */
export const standing: RawBuilder<boolean> = sql<boolean>`x.answered_at is null and exists (select from assignment a
  where a.campaign_id = x.campaign_id and a.unit_id = x.unit_id and a.state = 'active')
  and (x.obligation_id is null or exists (select from obligation o where o.id = x.obligation_id
    and o.state in ('expected', 'returned') and o.due_version = x.due_version))`

/** An appeal `x` about what a docket item `i` is about, or about the whole notice. */
export const aboutItem: RawBuilder<boolean> = sql<boolean>`x.campaign_id = i.campaign_id and x.unit_id = i.unit_id
  and (x.obligation_id is null or x.obligation_id = i.obligation_id)`

/** What a unit has said of one campaign, the newest first. */
export interface UnitAppeal {
  id: number
  kind: AppealKind
  ordinal: number | null
  what: string | null
  reason: string
  madeAt: Instant
  standing: boolean
  answer: AppealOutcome | null
  answerReason: string | null
  answeredAt: Instant | null
}

const SHOWN = 10

export async function loadUnitAppeals(
  tx: Tx,
  input: { campaignId: number; unitId: number },
): Promise<UnitAppeal[]> {
  const { rows } = await sql<UnitAppeal>`
    select x.id, x.kind, m.ordinal, m.what, x.reason, x.made_at as "madeAt", ${standing} as standing, x.answer,
      x.answer_reason as "answerReason", x.answered_at as "answeredAt"
    from appeal x left join obligation b on b.id = x.obligation_id left join milestone m on m.id = b.milestone_id
    where x.campaign_id = ${input.campaignId} and x.unit_id = ${input.unitId}
    order by x.made_at desc limit ${SHOWN}`.execute(tx)
  return rows
}

/** What waits for an answer, as a coordinator reads it. */
export interface OpenAppeal {
  id: number
  kind: AppealKind
  unitId: number
  unitName: string
  contactName: string
  telephone: string | null
  ordinal: number | null
  what: string | null
  dueOn: LocalDate | null
  reason: string
  madeAt: Instant
}

/** Those of units within the reader's sight, the oldest first. */
export async function loadOpenAppeals(tx: Tx, campaignId: number, limit: number): Promise<OpenAppeal[]> {
  const { rows } = await sql<OpenAppeal>`
    select x.id, x.kind, x.unit_id as "unitId", ${latestName(sql`x.unit_id`)} as "unitName", t.name as "contactName",
      t.telephone, m.ordinal, m.what, b.due_on as "dueOn", x.reason, x.made_at as "madeAt"
    from appeal x join contact t on t.id = x.contact_id
    left join obligation b on b.id = x.obligation_id left join milestone m on m.id = b.milestone_id
    where x.campaign_id = ${campaignId} and ${standing}
    order by x.made_at, x.id limit ${limit}`.execute(tx)
  return rows
}

/** What the unit of a docket item has said and nobody has answered. */
export interface ItemAppeal {
  kind: AppealKind
  contactName: string
  reason: string
  madeAt: Instant
}

/** As much as the reader may see, the newest first; about one thing a unit says one thing at a time. */
export async function loadItemAppeals(tx: Tx, itemId: number): Promise<ItemAppeal[]> {
  const { rows } = await sql<ItemAppeal>`
    select x.kind, t.name as "contactName", x.reason, x.made_at as "madeAt"
    from docket_item i join appeal x on ${aboutItem} join contact t on t.id = x.contact_id
    where i.id = ${itemId} and ${standing}
    order by x.made_at desc limit ${SHOWN}`.execute(tx)
  return rows
}
