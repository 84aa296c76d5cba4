import { sql } from 'kysely'
import type { Db } from '../../db/connection.ts'
import type { CampaignState } from '../../db/tables/notice.ts'
import type { Instant } from '../../domain/time.ts'
import type { CampaignLook } from '../looks.ts'

interface Standing {
  state: CampaignState
  paused: boolean
  next: Instant | null
  sameCalendar: boolean
  changed: boolean
}

/**
 * A look that finds nothing to do, by one question and without a lock: no date has changed, the calendar is that of the
 * last look, and the moment that it named is still to come. Everything before that moment was swept then; what changes
 * after the question was asked nudges the campaign, or is found at that moment.
 * Changed rows are counted: asked whether there is one, the planner expects to meet it soon and reads all that have not.
 * @returns null where something may be due
 */
export async function idleLook(db: Db, campaignId: number, asOf: Instant): Promise<CampaignLook | null> {
  const { rows } = await sql<Standing>`
    select c.state, c.paused_at is not null as paused, c.next_moment_at as next,
      coalesce(c.calendar_version = v.version, false) as "sameCalendar",
      (select count(*) > 0 from obligation o
        where o.campaign_id = ${campaignId} and o.swept_version <> o.due_version) as changed
    from campaign c, calendar_version v where c.id = ${campaignId}`.execute(db)
  const [standing] = rows
  if (standing === undefined) return null
  const { state, paused, next, sameCalendar, changed } = standing
  if (state === 'closed' || state === 'cancelled') return lookOf('ended', null)
  if (state === 'issuing' || changed || !sameCalendar || paused) return null
  if (next === null) return lookOf('open', null)
  return next > asOf ? lookOf('open', next.getTime() - asOf.getTime()) : null
}

export function lookOf(stage: CampaignLook['stage'], nextInMs: number | null): CampaignLook {
  return { stage, nextInMs, reminders: 0, items: 0 }
}
