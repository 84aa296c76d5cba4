import { sql } from 'kysely'
import type { Stage } from '../../cli/demo/stage.ts'
import { docketToken } from '../../mail/docketLinks.ts'
import { linkToken } from '../../mail/links.ts'
import { localDate } from '../../domain/time.ts'
import type { Scene } from './scene.ts'

/** Sizes in which pages are looked at; a unit's page is made for a phone, a desk for both. */
export const sizes = {
  phone: { width: 390, height: 844 },
  desk: { width: 1440, height: 900 },
} as const
export type Size = keyof typeof sizes

/** A page of the guide, by the address that it has in the city of the demo. */
export interface Shot {
  name: string
  path: string
  sizes: readonly Size[]
  /** Pages of those who sign in; the others carry their link in the path. */
  signedIn: boolean
  /** The whole page, not only what a screen shows. */
  full?: boolean
}

const both: readonly Size[] = ['desk', 'phone']

/** What the guide shows, from a campaign in the middle of its course. */
export async function shotsOf(stage: Stage, scene: Scene): Promise<Shot[]> {
  const { id: campaignId } = await stage.database.owner
    .selectFrom('campaign')
    .select('id')
    .orderBy('id')
    .executeTakeFirstOrThrow()
  const campaign = `/campaigns/${campaignId}`
  const unit = await someUnit(stage, campaignId)
  const docket = await someDocket(stage)
  const returned = await pageOf(stage, scene.returned.link.linkId)
  const desk = (name: string, path: string, full = false): Shot => ({
    name,
    path,
    sizes: both,
    signedIn: true,
    full,
  })
  const phone = (name: string, path: string, full = false): Shot => ({
    name,
    path,
    sizes: ['phone'],
    signedIn: false,
    full,
  })
  return [
    desk('home', '/'),
    desk('board', campaign),
    desk('units', `${campaign}/units?milestone=1&state=overdue`),
    desk('unit-record', `${campaign}/units/${unit.id}`),
    desk('commands', `${campaign}/commands`),
    desk('act', `${campaign}/act?do=chase&milestone=1&state=overdue`),
    desk('appeals', `${campaign}/appeals`),
    desk('export', `${campaign}/export`),
    desk('review', `/review/${scene.waitingReportId}`),
    desk('progress', `${campaign}/progress`),
    desk('drafts', '/?show=drafts'),
    desk('circular', `/notices/${scene.circularId}/circular`),
    desk('edit', `/notices/${scene.draftId}`),
    desk('preview', `/notices/${scene.draftId}/preview`),
    desk('new-notice', '/notices/new'),
    desk('new-circular', '/circulars/new'),
    desk('tree', '/units'),
    desk('tree-unit', `/units/${unit.id}`),
    desk('import', '/units/import'),
    desk('calendar', '/calendar?year=2014'),
    desk('mailbox', '/mailbox'),
    desk('mail-texts', '/mail-texts'),
    desk('mail-text', '/mail-texts/reminder_before/zh-CN'),
    desk('bounces', '/bounces'),
    desk('account', '/account'),
    desk('api-keys', '/api-keys'),
    { ...desk('sign-in', '/sign-in'), signedIn: false },
    desk('docket', docket.inbox),
    { ...desk('docket-item', docket.item), signedIn: false },
    phone('unit', unit.page),
    phone('unit-report', `${unit.page}/report/${unit.obligationId}`, true),
    phone('unit-notice', `${unit.page}/notice`),
    phone('unit-returned', returned),
    phone('unit-notices', `${unit.page}/notices`),
    phone('unit-calendar', `${unit.page}/calendar`),
    phone('unit-forward', `${unit.page}/forward`),
    phone('unit-appeal', `${unit.page}/appeal/${unit.obligationId}`),
    phone('unit-print', `${unit.page}/print`),
    phone('unit-lost', '/u/lost'),
    desk('installation', '/installation'),
  ]
}

/** A village that has acknowledged and not reported. */
async function someUnit(
  stage: Stage,
  campaignId: number,
): Promise<{ id: number; page: string; obligationId: number }> {
  const { rows } = await sql<{ unit_id: number; link_id: number; generation: number; obligation_id: number }>`
    select o.unit_id, l.id as link_id, c.generation, o.id as obligation_id
    from obligation o join assignment a on a.id = o.assignment_id and a.acknowledged_at is not null
    join link l on l.unit_id = o.unit_id and l.campaign_id = o.campaign_id
    join contact c on c.id = l.contact_id
    join placement p on p.unit_id = o.unit_id and p.type in ('village', 'community')
    where o.campaign_id = ${campaignId} and o.duty = 'report' and o.state = 'expected' and o.due_on < '2014-06-01'
    order by o.id limit 1`.execute(stage.database.owner)
  const [row] = rows
  if (row === undefined) throw new Error('nobody has acknowledged without reporting')
  const token = linkToken(stage.linkKey, { linkId: row.link_id, generation: row.generation })
  return { id: row.unit_id, page: `/u/${token}`, obligationId: row.obligation_id }
}

/** The page that a link leads to. */
async function pageOf(stage: Stage, linkId: number): Promise<string> {
  const { generation } = await stage.database.owner
    .selectFrom('link as l')
    .innerJoin('contact as c', 'c.id', 'l.contact_id')
    .select('c.generation')
    .where('l.id', '=', linkId)
    .executeTakeFirstOrThrow()
  return `/u/${linkToken(stage.linkKey, { linkId, generation })}`
}

/** A supervisor with something to decide, as her mail leads to it. */
async function someDocket(stage: Stage): Promise<{ inbox: string; item: string }> {
  const { rows } = await sql<{ item_id: number; account_id: number; generation: number }>`
    select i.id as item_id, a.id as account_id, a.generation from docket_item i
    join account a on a.unit_id = i.holder_unit_id and a.role = i.holder_role
    where i.state = 'undecided' order by i.level desc, i.id limit 1`.execute(stage.database.owner)
  const [row] = rows
  if (row === undefined) return { inbox: '/docket', item: '/docket' }
  const token = docketToken(stage.linkKey, {
    accountId: row.account_id,
    generation: row.generation,
    expiresOn: localDate('2014-12-31'),
  })
  return { inbox: `/docket`, item: `/d/${token}/items/${row.item_id}` }
}
