import { sql } from 'kysely'
import type { Db } from '../../db/connection.ts'
import { perform, type AccountActor, type LinkActor } from '../../operations/perform.ts'
import { acknowledge } from '../../operations/unit/acknowledge.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { Problem } from '../../domain/problem.ts'

/** A unit with the link that its contact was mailed, or (without an address) the district that takes its call. */
export interface CastUnit {
  unitId: number
  link: LinkActor | null
}

/** Everybody who has the campaign. */
export async function unitsOf(owner: Db, campaignId: number): Promise<CastUnit[]> {
  const { rows } = await sql<{
    unit_id: number
    link_id: number | null
    contact_id: number
    name: string
    email: string | null
  }>`
    select distinct on (a.unit_id) a.unit_id, l.id as link_id, c.id as contact_id, c.name, c.email
    from assignment a left join link l on l.campaign_id = a.campaign_id and l.unit_id = a.unit_id
    left join contact c on c.id = l.contact_id
    where a.campaign_id = ${campaignId} order by a.unit_id, l.id`.execute(owner)
  return rows.map((row) => ({
    unitId: row.unit_id,
    link:
      row.link_id === null || row.email === null
        ? null
        : {
            kind: 'link',
            linkId: row.link_id,
            contactId: row.contact_id,
            unitId: row.unit_id,
            campaignId,
            name: row.name,
            language: 'zh-CN',
          },
  }))
}

/** Refusals are part of the play: somebody was waived or extended meanwhile. */
export async function unlessRefused(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error
  })
}

export function acknowledges(
  api: Db,
  unit: CastUnit,
  campaignId: number,
  byTelephone: AccountActor,
): Promise<void> {
  const { unitId, link } = unit
  return unlessRefused(
    link === null
      ? perform(api, byTelephone, (op) => acknowledge(op, { campaignId, unitId, via: 'telephone' }))
      : perform(api, link, (op) => acknowledge(op, { campaignId, unitId, via: 'link' })),
  )
}

export interface DemoReport {
  obligationId: number
  text: string
  values: ReadonlyMap<number, number>
}

export function reports(
  api: Db,
  unit: CastUnit,
  report: DemoReport,
  byTelephone: AccountActor,
): Promise<void> {
  const { link } = unit
  return unlessRefused(
    link === null
      ? perform(api, byTelephone, (op) =>
          submitReport(op, { ...report, channel: 'telephone', submitterName: '来电' }),
        )
      : perform(api, link, (op) =>
          submitReport(op, { ...report, channel: 'link', submitterName: link.name }),
        ),
  )
}
