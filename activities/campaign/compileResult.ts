import { sql } from 'kysely'
import type { Db } from '../../db/connection.ts'
import { inTime, late } from '../../db/queries/timeliness.ts'
import type { CampaignResult } from '../../domain/result.ts'
import type { Instant } from '../../domain/time.ts'

/** Compiles what a campaign came to, from the facts, and keeps it with the campaign. Run again it says the same. */
export async function compileResult(db: Db, campaignId: number, asOf: Instant): Promise<void> {
  const result: CampaignResult = {
    ...(await countUnits(db, campaignId)),
    reports: await countReports(db, campaignId),
    targets: await sumTargets(db, campaignId),
    districts: await countDistricts(db, campaignId),
    mails: await countMails(db, campaignId),
    escalations: await countEscalations(db, campaignId),
    compiledAt: asOf.toISOString(),
  }
  await db
    .updateTable('campaign')
    .set({ result: JSON.stringify(result) })
    .where('id', '=', campaignId)
    .execute()
}

async function countUnits(db: Db, campaignId: number): Promise<{ units: number; acknowledged: number }> {
  return db
    .selectFrom('assignment')
    .select(({ fn }) => [
      fn.countAll<number>().as('units'),
      fn.count<number>('acknowledged_at').as('acknowledged'),
    ])
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow()
}

/** What was let off, or taken back, was neither in time nor late, whatever had come before. */
const owed = sql`o.state not in ('waived', 'withdrawn')`

async function countReports(db: Db, campaignId: number): Promise<CampaignResult['reports']> {
  const { rows } = await sql<CampaignResult['reports']>`
    select count(*) filter (where ${owed} and ${inTime}) as "onTime", count(*) filter (where ${owed} and ${late}) as late,
      count(*) filter (where o.state = 'accepted') as accepted, count(*) filter (where o.state = 'waived') as waived,
      count(*) filter (where o.state = 'missed') as missed, count(*) filter (where o.state = 'withdrawn') as withdrawn,
      count(*) as total
    from obligation o where o.campaign_id = ${campaignId} and o.duty = 'report'`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('counting gave no row')
  return row
}

/** Numeric targets are summed over accepted reports. */
async function sumTargets(db: Db, campaignId: number): Promise<CampaignResult['targets']> {
  const { rows } = await sql<CampaignResult['targets'][number]>`
    select t.id as "targetId", t.name, t.measure, t.total,
      coalesce((select sum(v.value) from report_value v join report r on r.id = v.report_id
        where v.target_id = t.id and r.state = 'accepted'), 0) as sum
    from campaign c join milestone m on m.notice_id = c.notice_id join target t on t.milestone_id = m.id
    where c.id = ${campaignId} order by m.ordinal, t.ordinal`.execute(db)
  return rows
}

/** By the issuer's direct children, as the units stand today. */
async function countDistricts(db: Db, campaignId: number): Promise<CampaignResult['districts']> {
  const { rows } = await sql<CampaignResult['districts'][number]>`
    select d.descendant_id as "unitId",
      (select p.name from placement p where p.unit_id = d.descendant_id order by lower(p.valid) desc limit 1) as name,
      count(distinct o.unit_id) filter (where o.state <> 'withdrawn') as units, count(*) filter (where ${owed} and ${inTime}) as "onTime",
      count(*) filter (where ${owed} and ${late}) as late,
      count(*) filter (where o.state = 'missed') as missed, count(*) filter (where o.state = 'waived') as waived
    from campaign c
    join unit_closure d on d.ancestor_id = c.issuer_id and d.depth = 1
    join unit_closure u on u.ancestor_id = d.descendant_id
    join obligation o on o.campaign_id = c.id and o.unit_id = u.descendant_id and o.duty = 'report'
    where c.id = ${campaignId} group by d.descendant_id order by d.descendant_id`.execute(db)
  return rows
}

async function countMails(db: Db, campaignId: number): Promise<CampaignResult['mails']> {
  const { rows } = await sql<CampaignResult['mails']>`
    select count(*) filter (where m.state in ('sent', 'uncertain')) as sent,
      count(*) filter (where m.state = 'permanent_failure') as failed, count(*) filter (where m.state = 'cancelled') as cancelled
    from message m
    where m.campaign_id = ${campaignId} or (m.kind = 'reminder' and exists (
      select from reminder r where r.campaign_id = ${campaignId} and r.unit_id = m.unit_id and r.slot = m.slot))`.execute(
    db,
  )
  const [row] = rows
  if (row === undefined) throw new Error('counting gave no row')
  return row
}

async function countEscalations(db: Db, campaignId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('docket_item')
    .select(({ fn }) => ['level', fn.countAll<number>().as('n')])
    .where('campaign_id', '=', campaignId)
    .groupBy('level')
    .execute()
  const highest = Math.max(0, ...rows.map(({ level }) => level))
  return Array.from({ length: highest }, (_, index) => rows.find(({ level }) => level === index + 1)?.n ?? 0)
}
