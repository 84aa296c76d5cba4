import { sql } from 'kysely'
import type { Tx } from '../connection.ts'

/** Somebody to whom a campaign was handed on. */
export interface Colleague {
  id: number
  name: string
  email: string | null
  forwardedBy: string
}

export async function loadColleagues(
  tx: Tx,
  input: { campaignId: number; unitId: number },
): Promise<Colleague[]> {
  const { rows } = await sql<Colleague>`
    select c.id, c.name, c.email, f.name as "forwardedBy" from contact c join contact f on f.id = c.forwarded_by
    where c.campaign_id = ${input.campaignId} and c.unit_id = ${input.unitId} and upper_inf(c.valid)
    order by c.id`.execute(tx)
  return rows
}

/** Whether a contact is a colleague: there for one campaign, without a right to hand it on. */
export async function isColleague(tx: Tx, contactId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('contact')
    .select('campaign_id')
    .where('id', '=', contactId)
    .executeTakeFirst()
  return row?.campaign_id != null
}
