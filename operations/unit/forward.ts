import { sql } from 'kysely'
import { z } from 'zod'
import { Problem } from '../../domain/problem.ts'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import { singleLine } from '../../domain/text.ts'
import { dateIn } from '../../domain/time.ts'
import type { LinkActor, Op } from '../perform.ts'
import { nudgeDelivery, record } from '../record.ts'
import { openCampaign } from './openObligation.ts'

export const colleagueSchema = z.strictObject({
  name: singleLine(1, 60),
  email: z
    .email()
    .max(254)
    .transform((text) => text.toLowerCase()),
})

/** At one time, for one unit and one campaign; and so many more a day, those that were taken back included. */
const MAX_COLLEAGUES = 5
const MAX_A_DAY = 10

/**
 * A contact hands a campaign on to a colleague: she becomes a contact of the unit for this campaign alone and gets a link
 * of her own by mail. Handed on already, she stays as she is. A colleague can't hand on further.
 * @returns the colleague's contact id
 * @throws Problem not-allowed, campaign-ended, too-many-colleagues, contact-known
 */
export async function forwardToColleague(
  op: Op<LinkActor>,
  input: z.infer<typeof colleagueSchema>,
): Promise<number> {
  const { unitId, campaignId, contactId } = op.actor
  await openCampaign(op, campaignId)
  await requireOwnContact(op)
  const known = await contactAt(op, input.email)
  if (known !== undefined && known.campaign_id === null) throw new Problem('contact-known')
  if (known !== undefined) return known.id
  await requireRoom(op)
  const { zone } = await loadInstallation(op.tx)
  const { id } = await op.tx
    .insertInto('contact')
    .values({
      unit_id: unitId,
      name: input.name,
      email: input.email,
      language: op.actor.language,
      valid: `[${dateIn(zone, op.asOf)},)`,
      campaign_id: campaignId,
      forwarded_by: contactId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await invite(op, id)
  await record(op, { operation: 'forward', unitId, campaignId, subject: 'contact', subjectId: id })
  return id
}

/** Takes a campaign back from a colleague; her link opens nothing any more. @throws Problem not-found */
export async function takeBackFromColleague(op: Op<LinkActor>, input: { contactId: number }): Promise<void> {
  const { unitId, campaignId } = op.actor
  await requireOwnContact(op)
  const { zone } = await loadInstallation(op.tx)
  const today = dateIn(zone, op.asOf)
  const ended = await op.tx
    .updateTable('contact')
    .set({ valid: sql`daterange(lower(valid), greatest(${today}::date, lower(valid) + 1))` })
    .where('id', '=', input.contactId)
    .where('unit_id', '=', unitId)
    .where('campaign_id', '=', campaignId)
    .where(sql<boolean>`upper_inf(valid)`)
    .returning('id')
    .executeTakeFirst()
  if (ended === undefined) throw new Problem('not-found')
  await record(op, {
    operation: 'take-back',
    unitId,
    campaignId,
    subject: 'contact',
    subjectId: input.contactId,
  })
}

/** One that the tree names, and no colleague of hers; locked, so that a limit is not passed by two at once. */
async function requireOwnContact(op: Op<LinkActor>): Promise<void> {
  const own = await op.tx
    .selectFrom('contact')
    .select('campaign_id')
    .where('id', '=', op.actor.contactId)
    .forUpdate()
    .executeTakeFirst()
  if (own === undefined || own.campaign_id !== null) throw new Problem('not-allowed')
}

/** Somebody who answers for this unit at that address, in general or for this campaign. */
function contactAt(
  op: Op<LinkActor>,
  email: string,
): Promise<{ id: number; campaign_id: number | null } | undefined> {
  return op.tx
    .selectFrom('contact')
    .select(['id', 'campaign_id'])
    .where('unit_id', '=', op.actor.unitId)
    .where('email', '=', email)
    .where(sql<boolean>`upper_inf(valid)`)
    .where((eb) => eb.or([eb('campaign_id', 'is', null), eb('campaign_id', '=', op.actor.campaignId)]))
    .orderBy('campaign_id', (order) => order.asc().nullsFirst())
    .executeTakeFirst()
}

async function requireRoom(op: Op<LinkActor>): Promise<void> {
  const { now, today } = await op.tx
    .selectFrom('contact as c')
    .leftJoin('audit_entry as e', (join) =>
      join
        .onRef('e.subject_id', '=', 'c.id')
        .onRef('e.unit_id', '=', 'c.unit_id')
        .on('e.operation', '=', 'forward'),
    )
    .select(({ fn }) => [
      fn
        .countAll<number>()
        .filterWhere(sql<boolean>`upper_inf(c.valid)`)
        .as('now'),
      fn
        .countAll<number>()
        .filterWhere('e.at', '>', new Date(op.asOf.getTime() - 24 * 60 * 60 * 1000))
        .as('today'),
    ])
    .where('c.unit_id', '=', op.actor.unitId)
    .where('c.campaign_id', '=', op.actor.campaignId)
    .executeTakeFirstOrThrow()
  if (now >= MAX_COLLEAGUES || today >= MAX_A_DAY)
    throw new Problem('too-many-colleagues', { max: MAX_COLLEAGUES })
}

async function invite(op: Op<LinkActor>, contactId: number): Promise<void> {
  const { unitId, campaignId, name } = op.actor
  await op.tx
    .insertInto('link')
    .values({ contact_id: contactId, campaign_id: campaignId, unit_id: unitId })
    .execute()
  await op.tx
    .insertInto('message')
    .values({
      kind: 'issue',
      unit_id: unitId,
      contact_id: contactId,
      campaign_id: campaignId,
      slot: op.asOf,
      send_at: op.asOf,
      facts: JSON.stringify({ forwardedBy: name }),
      created_at: op.asOf,
    })
    .execute()
  await nudgeDelivery(op.tx)
}
