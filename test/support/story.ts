import { sql } from 'kysely'
import type { CampaignResult } from '../../domain/result.ts'
import { noticeDraftSchema, type NoticeInput } from '../../domain/notice.ts'
import { checkNotice, issueNotice } from '../../operations/notice/issueNotice.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import type { AccountActor, LinkActor } from '../../operations/perform.ts'
import { acknowledge } from '../../operations/unit/acknowledge.ts'
import { openLink } from '../../operations/unit/openLink.ts'
import { submitReport, type Receipt } from '../../operations/unit/submitReport.ts'
import { LINK_KEY } from './settings.ts'
import type { World } from './world.ts'

/** What people do in stories, in one line each. */

/** Where the facts of a story are read. */
export type Facts = Pick<World, 'database'>

export async function issue(
  world: World,
  draft: NoticeInput,
  actor: AccountActor = world.coordinator,
): Promise<number> {
  const { noticeId } = await world.do(actor, (op) =>
    saveNotice(op, { noticeId: null, version: null, draft: noticeDraftSchema.parse(draft) }),
  )
  await world.do(actor, (op) => checkNotice(op, { noticeId, version: null }))
  const { campaignId } = await world.do(actor, (op) => issueNotice(op, { noticeId, version: null }))
  await world.settle()
  return campaignId
}

/** Whoever opens the newest link that was mailed to a unit. */
export async function visitor(world: World, code: string): Promise<LinkActor> {
  const unit = world.units.find((candidate) => candidate.code === code)
  const email = unit?.contacts.find(({ role }) => role === 'contact')?.email ?? ''
  const [newest] = world.mailsTo(email)
  const mail = newest === undefined ? null : await world.mailbox.get(newest.id)
  const token = /\/u\/([0-9a-z]+-[A-Za-z0-9_-]{22})/.exec(mail?.text ?? '')?.[1]
  if (token === undefined) throw new Error(`no link was mailed to ${code}`)
  const opened = await openLink(world.database.api, LINK_KEY, token)
  if (opened.kind !== 'open') throw new Error(`the link of ${code} is ${opened.kind}`)
  return opened.actor
}

export async function acknowledges(world: World, code: string): Promise<void> {
  const actor = await visitor(world, code)
  await world.do(actor, (op) =>
    acknowledge(op, { campaignId: actor.campaignId, unitId: actor.unitId, via: 'link' }),
  )
}

/** Reports for the n-th milestone, counted from 1. */
export async function reports(
  world: World,
  code: string,
  milestone: number,
  text = '已开展。',
  values: ReadonlyMap<number, number> = new Map(),
): Promise<Receipt> {
  const actor = await visitor(world, code)
  const obligationId = await obligationOf(world, actor.campaignId, code, milestone)
  return world.do(actor, (op) =>
    submitReport(op, { obligationId, text, values, channel: 'link', submitterName: actor.name }),
  )
}

export async function obligationOf(
  world: Facts,
  campaignId: number,
  code: string,
  milestone: number,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select o.id from obligation o join unit u on u.id = o.unit_id left join milestone m on m.id = o.milestone_id
    where o.campaign_id = ${campaignId} and u.code = ${code} and coalesce(m.ordinal, 0) = ${milestone}`.execute(
    world.database.owner,
  )
  return rows[0]?.id ?? 0
}

/** The latest report of a unit for a milestone. */
export async function reportOf(
  world: Facts,
  campaignId: number,
  code: string,
  milestone: number,
): Promise<number> {
  const obligationId = await obligationOf(world, campaignId, code, milestone)
  const row = await world.database.owner
    .selectFrom('report')
    .select('id')
    .where('obligation_id', '=', obligationId)
    .orderBy('version', 'desc')
    .executeTakeFirstOrThrow()
  return row.id
}

export interface ItemNow {
  id: number
  state: string
  level: number
  holder: string
  role: string
  round: number
}

/** The docket items of a unit's milestone, oldest round first. */
export async function itemsOf(
  world: Facts,
  campaignId: number,
  code: string,
  milestone: number,
): Promise<ItemNow[]> {
  const obligationId = await obligationOf(world, campaignId, code, milestone)
  const { rows } = await sql<ItemNow>`
    select i.id, i.state, i.level, u.code as holder, i.holder_role as role, i.round
    from docket_item i join unit u on u.id = i.holder_unit_id where i.obligation_id = ${obligationId} order by i.round`.execute(
    world.database.owner,
  )
  return rows
}

export async function stateOf(
  world: Facts,
  campaignId: number,
  code: string,
  milestone: number,
): Promise<string> {
  const id = await obligationOf(world, campaignId, code, milestone)
  const row = await world.database.owner
    .selectFrom('obligation')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return row.state
}

/** The mail address of a unit's contact, or of somebody who decides there. */
export function addressAt(
  world: Pick<World, 'units'>,
  code: string,
  role: 'contact' | 'supervisor' | 'leader' = 'contact',
): string {
  const unit = world.units.find((candidate) => candidate.code === code)
  return unit?.contacts.find((person) => person.role === role)?.email ?? ''
}

/** The subjects of the mails to an address, oldest first. */
export function subjectsTo(world: World, address: string): string[] {
  return world
    .mailsTo(address)
    .map(({ subject }) => subject)
    .reverse()
}

/**
 * The reminders of a campaign, each as `unit milestone version step/nth slot` with its slot in local time, sorted:
 * two runs that came to the same have the same lines.
 */
export async function ledgerOf(world: Facts, campaignId: number): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select concat_ws(' ', u.code, coalesce(m.ordinal, 0), 'v' || r.due_version, r.step || '/' || r.nth,
      to_char(r.slot at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')) as line
    from reminder r join obligation o on o.id = r.obligation_id join unit u on u.id = r.unit_id
    left join milestone m on m.id = o.milestone_id where r.campaign_id = ${campaignId} order by 1`.execute(
    world.database.owner,
  )
  return rows.map(({ line }) => line)
}

/** The lines of one unit's milestone, without unit and milestone. */
export async function remindersOf(
  world: Facts,
  campaignId: number,
  code: string,
  milestone: number,
): Promise<string[]> {
  const start = `${code} ${milestone} `
  const lines = (await ledgerOf(world, campaignId)).filter((line) => line.startsWith(start))
  return lines.map((line) => line.slice(start.length)).sort((a, b) => slotIn(a).localeCompare(slotIn(b)))
}

const slotIn = (line: string): string => line.slice(-16)

/** All docket items of a campaign, each as `unit milestone round state level holder role day-joined`, sorted. */
export async function docketsOf(world: Facts, campaignId: number): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select concat_ws(' ', u.code, coalesce(m.ordinal, 0), 'r' || i.round, i.state, i.level, h.code, i.holder_role,
      to_char(i.joined_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')) as line
    from docket_item i join obligation o on o.id = i.obligation_id join unit u on u.id = i.unit_id
    join unit h on h.id = i.holder_unit_id
    left join milestone m on m.id = o.milestone_id where i.campaign_id = ${campaignId} order by 1`.execute(
    world.database.owner,
  )
  return rows.map(({ line }) => line)
}

/** The messages to a unit, oldest first, each as `kind state`. */
export async function messagesTo(world: Facts, code: string): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select m.kind || ' ' || m.state as line from message m join unit u on u.id = m.unit_id
    where u.code = ${code} and m.contact_id is not null order by m.id`.execute(world.database.owner)
  return rows.map(({ line }) => line)
}

/** The n-th milestone of a campaign's notice, counted from 1. */
export async function milestoneOf(world: Facts, campaignId: number, ordinal: number): Promise<number> {
  const row = await world.database.owner
    .selectFrom('milestone as m')
    .innerJoin('campaign as c', 'c.notice_id', 'm.notice_id')
    .select('m.id')
    .where('c.id', '=', campaignId)
    .where('m.ordinal', '=', ordinal)
    .executeTakeFirstOrThrow()
  return row.id
}

/** What a campaign came to, as it was compiled. */
export async function resultOf(world: Facts, campaignId: number): Promise<CampaignResult> {
  const { result } = await world.database.owner
    .selectFrom('campaign')
    .select('result')
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow()
  if (result === null) throw new Error('not compiled yet')
  return result
}
