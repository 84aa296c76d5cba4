import { sql, type RawBuilder } from 'kysely'
import type { Instant, LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { AppealKind, AppealOutcome } from '../tables/obligation.ts'
import { latestName } from './names.ts'

/** An appeal `p` that nobody has answered, about something that still stands as it did. */
export const standing: RawBuilder<boolean> = sql<boolean>`p.answered_at is null and exists (select from assignment a
  where a.campaign_id = p.campaign_id and a.unit_id = p.unit_id and a.state = 'active')
  and (p.obligation_id is null or exists (select from obligation o where o.id = p.obligation_id
    and o.state in ('expected', 'returned') and o.due_version = p.due_version))`

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
    select p.id, p.kind, m.ordinal, m.what, p.reason, p.made_at as "madeAt", ${standing} as standing, p.answer,
      p.answer_reason as "answerReason", p.answered_at as "answeredAt"
    from appeal p left join obligation b on b.id = p.obligation_id left join milestone m on m.id = b.milestone_id
    where p.campaign_id = ${input.campaignId} and p.unit_id = ${input.unitId}
    order by p.made_at desc limit ${SHOWN}`.execute(tx)
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
    select p.id, p.kind, p.unit_id as "unitId", ${latestName(sql`p.unit_id`)} as "unitName", t.name as "contactName",
      t.telephone, m.ordinal, m.what, b.due_on as "dueOn", p.reason, p.made_at as "madeAt"
    from appeal p join contact t on t.id = p.contact_id
    left join obligation b on b.id = p.obligation_id left join milestone m on m.id = b.milestone_id
    where p.campaign_id = ${campaignId} and ${standing}
    order by p.made_at, p.id limit ${limit}`.execute(tx)
  return rows
}
