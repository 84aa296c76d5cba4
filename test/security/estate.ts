import { sql } from 'kysely'
import { docketToken } from '../../mail/docketLinks.ts'
import { linkToken } from '../../mail/links.ts'
import { insertAssignments } from '../../db/queries/assignments.ts'
import { accountRoles, type AccountRole } from '../../db/tables/tree.ts'
import { localDate } from '../../domain/time.ts'
import { noticeDraftSchema } from '../../domain/notice.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { hashToken, newToken } from '../../operations/access/tokens.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import type { AccountActor } from '../../operations/perform.ts'
import { orderChange } from '../../operations/tree/orderChange.ts'
import { addAttachment } from '../../operations/unit/attachments.ts'
import { appeal } from '../../operations/unit/appeal.ts'
import { prepareFile } from '../../operations/unit/prepareFile.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { LINK_KEY } from '../web/app.ts'

/** From where the matrix looks, `own`, and what lies around it. `shared` is a campaign from above that own has part in. */
export const targets = ['own', 'child', 'shared', 'parent', 'sibling', 'other'] as const
export type Target = (typeof targets)[number]
/** Whose things are not there for `own`. */
export const hidden = ['parent', 'sibling', 'other'] as const satisfies Target[]

/** One of everything that a person or a program can ask for by its number, all of one unit. */
export interface Things {
  unitId: number
  /** Of a unit next to it or below it, to be moved to or merged into. */
  code: string
  /** To whom its draft would go. */
  recipientId: number
  contactId: number
  accountId: number
  noticeId: number
  campaignId: number
  milestoneId: number
  targetId: number
  obligationId: number
  reportId: number
  fileId: number
  noticeFileId: number
  itemId: number
  appealId: number
  plannedId: number
  messageId: number
  bounceId: number
  keyId: number
  /** Of its contact, for its own campaign. */
  token: string
  docket: string
}

/** Nothing has these numbers. */
export const nothing: Omit<Things, 'code' | 'token' | 'docket'> = {
  unitId: 1_999_999_901,
  recipientId: 1_999_999_917,
  contactId: 1_999_999_902,
  accountId: 1_999_999_903,
  noticeId: 1_999_999_904,
  campaignId: 1_999_999_905,
  milestoneId: 1_999_999_906,
  targetId: 1_999_999_907,
  obligationId: 1_999_999_908,
  reportId: 1_999_999_909,
  fileId: 1_999_999_910,
  noticeFileId: 1_999_999_911,
  itemId: 1_999_999_912,
  appealId: 1_999_999_913,
  plannedId: 1_999_999_914,
  messageId: 1_999_999_915,
  bounceId: 1_999_999_918,
  keyId: 1_999_999_916,
}

export interface Estate {
  desk: Desk
  things: Record<Target, Things>
  /** People of `own`. */
  people: Record<AccountRole, AccountActor>
}

/** Planted in everything of a unit that can be read, so that it is known wherever it turns up. */
export const markerOf = (target: Target): string => `标记${target}记号`

/** A city with two districts; one of everything at five places of it, each with its marker. */
export async function createEstate(): Promise<Estate> {
  const desk = await createDesk({ at: '2014-04-03 09:30', units: 60 })
  const under = (code: string): string[] =>
    desk.units.filter(({ parentCode }) => parentCode === code).map((unit) => unit.code)
  const withChildren = (codes: string[]): string[] => codes.filter((code) => under(code).length > 0)
  const districts = withChildren(
    desk.units.filter(({ type }) => type === 'district' || type === 'county').map(({ code }) => code),
  ).filter((code) => withChildren(under(code)).length > 0)
  const [own, sibling] = districts
  const top = desk.units.find(({ parentCode }) => parentCode === null)?.code
  if (own === undefined || sibling === undefined || top === undefined) throw new Error('too small a city')
  const codes: Record<Exclude<Target, 'shared'>, string> = {
    own,
    child: withChildren(under(own))[0] ?? '',
    parent: top,
    sibling,
    other: withChildren(under(sibling))[0] ?? '',
  }
  const made = new Map<Target, Things>()
  for (const [target, code] of Object.entries(codes) as [Target, string][])
    made.set(
      target,
      await furnish(desk, {
        target,
        issuer: code,
        unit: code,
        sentTo: target === 'parent' ? sibling : (under(code)[0] ?? ''),
      }),
    )
  made.set('shared', await furnish(desk, { target: 'shared', issuer: top, unit: own, sentTo: own }))
  const ownId = await desk.unitId(own)
  const people = Object.fromEntries(
    await Promise.all(accountRoles.map(async (role) => [role, await personOf(desk, ownId, role)] as const)),
  ) as Record<AccountRole, AccountActor>
  return { desk, things: Object.fromEntries(made) as Record<Target, Things>, people }
}

async function personOf(desk: Desk, unitId: number, role: AccountRole): Promise<AccountActor> {
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from account where unit_id = ${unitId} and role = ${role} and upper_inf(valid) order by id desc limit 1`.execute(
    desk.database.owner,
  )
  const row = rows[0]
  if (row === undefined) throw new Error(`nobody is ${role} at ${unitId}`)
  return { kind: 'account', accountId: row.id, unitId, role, name: row.name, language: 'zh-CN' }
}

interface Place {
  target: Target
  /** Where its campaign comes from. */
  issuer: string
  /** Whose things they are. */
  unit: string
  /** Whom the campaign goes to besides: nobody issues a notice to herself alone. */
  sentTo: string
}

/** Everything of one unit. */
async function furnish(desk: Desk, { target, issuer, unit: code, sentTo }: Place): Promise<Things> {
  const { owner, worker } = desk.database
  const mark = markerOf(target)
  const [issuerId, unitId] = [await desk.unitId(issuer), await desk.unitId(code)]
  if (target !== 'shared') {
    for (const role of accountRoles)
      await sql`insert into account (unit_id, role, name, email, language, valid)
        values (${issuerId}, ${role}, ${`${mark}${role}`}, ${`${role}.${target}@matrix.example`}, 'zh-CN', '[2014-01-01,)')`.execute(
        owner,
      )
  }
  await sql`insert into contact (unit_id, name, email, telephone, language, valid)
    values (${unitId}, ${`${mark}联系人`}, ${`contact.${target}@matrix.example`}, '0451-${sql.raw(String(unitId))}', 'zh-CN', '[2014-01-01,)')`.execute(
    owner,
  )
  const author = await personOf(desk, issuerId, 'coordinator')
  const draft = {
    ...exampleNotice('grassroots'),
    title: `${mark}通知`,
    number: `${mark}号`,
    body: `${mark}正文`,
    milestones: [
      {
        what: `${mark}事项`,
        kind: 'dated' as const,
        dueOn: '2014-05-10',
        targets: [{ name: `${mark}指标`, measure: '个', total: 5 }],
      },
    ],
    audience: [{ effect: 'include' as const, under: null, types: [], units: [await desk.unitId(sentTo)] }],
  }
  const { noticeId } = await desk.do(author, (op) =>
    saveNotice(op, {
      noticeId: null,
      version: null,
      draft: noticeDraftSchema.parse({ ...draft, title: `${mark}草稿` }),
    }),
  )
  const noticeFileId = await addFile(desk, { notice_id: noticeId, unitId: issuerId }, `${mark}附件.txt`)
  const campaignId = await desk.issue(draft, author)
  const now = desk.now()
  await worker
    .transaction()
    .execute((tx) =>
      insertAssignments(tx, { campaignId, unitIds: [unitId], asOf: now, sendAt: now, swept: true }),
    )
  const { rows: duties } = await sql<{ id: number; milestone_id: number | null; target_id: number | null }>`
    select o.id, o.milestone_id, (select t.id from target t where t.milestone_id = o.milestone_id) as target_id
    from obligation o where o.campaign_id = ${campaignId} and o.unit_id = ${unitId} and o.duty = 'report'`.execute(
    owner,
  )
  const duty = duties[0]
  if (duty === undefined) throw new Error(`nothing is owed at ${target}`)
  const link = await desk.contactOf(campaignId, code)
  const { generation } = await owner
    .selectFrom('contact')
    .select('generation')
    .where('id', '=', link.contactId)
    .executeTakeFirstOrThrow()
  await desk.do(link, (op) => appeal(op, { kind: 'cannot', reason: `${mark}难处`, obligationId: duty.id }))
  const kept = await desk.do(link, async (op) =>
    addAttachment(op, {
      obligationId: duty.id,
      file: await prepareFile({ name: `${mark}名册.txt`, bytes: Buffer.from(`${mark}内容`) }),
    }),
  )
  await desk.do(link, (op) =>
    submitReport(op, {
      obligationId: duty.id,
      text: `${mark}报送`,
      values: new Map(duty.target_id === null ? [] : [[duty.target_id, 3]]),
      channel: 'link',
      submitterName: `${mark}报送人`,
    }),
  )
  const { rows: reports } = await sql<{ id: number }>`
    select id from report where obligation_id = ${duty.id}`.execute(owner)
  const { rows: items } = await sql<{ id: number }>`
    with d as (
      insert into docket (campaign_id, unit_id, opened_at) values (${campaignId}, ${unitId}, duban_now()) returning id)
    insert into docket_item (docket_id, campaign_id, obligation_id, unit_id, round, chain, level, holder_unit_id, holder_role,
      joined_at, level_since, wait_from, wait_minutes)
    select d.id, ${campaignId}, ${duty.id}, ${unitId}, 1,
      ${JSON.stringify([{ unitId, role: 'supervisor', waitWorkingDays: 3, at: 'issuer' }])}::jsonb, 1, ${unitId}, 'supervisor',
      duban_now(), duban_now(), duban_now(), 480 from d returning id`.execute(owner)
  const { rows: messages } = await sql<{ id: number }>`
    update message set state = 'permanent_failure', error = ${`${mark}退信`}, finished_at = duban_now()
    where campaign_id = ${campaignId} and unit_id = ${unitId} and kind = 'issue' returning id`.execute(owner)
  const { rows: bounces } = await sql<{ id: number }>`
    insert into bounce (header_id, read_at, unit_id, message_id, permanent, diagnostic, outcome)
    values (${`<${newToken()}@matrix.example>`}, duban_now(), ${unitId}, ${messages[0]?.id ?? null}, true, ${`${mark}退信`}, 'noted')
    returning id`.execute(owner)
  const top = desk.coordinator
  const plannedId =
    unitId === top.unitId
      ? nothing.plannedId
      : await planRename(desk, { ...top, role: 'administrator' }, unitId, `${mark}改名`)
  const { rows: keys } = await sql<{ id: number }>`
    insert into api_key (token_hash, name, account_id, unit_id, role, access, expires_at)
    values (${hashToken(newToken())}, ${`${mark}密钥`}, ${top.accountId}, ${unitId}, 'leader', 'read', now() + interval '1 day')
    returning id`.execute(owner)
  const { accountId } = await personOf(desk, issuerId, 'supervisor')
  return {
    unitId,
    recipientId: await desk.unitId(sentTo),
    code,
    contactId: link.contactId,
    accountId,
    noticeId,
    campaignId,
    milestoneId: duty.milestone_id ?? 0,
    targetId: duty.target_id ?? 0,
    obligationId: duty.id,
    reportId: reports[0]?.id ?? 0,
    fileId: kept.id,
    noticeFileId,
    itemId: items[0]?.id ?? 0,
    appealId: await idOf(desk, 'appeal', campaignId),
    plannedId,
    messageId: messages[0]?.id ?? 0,
    bounceId: bounces[0]?.id ?? 0,
    keyId: keys[0]?.id ?? 0,
    token: linkToken(LINK_KEY, { linkId: link.linkId, generation }),
    docket: docketToken(LINK_KEY, { accountId, generation: 1, expiresOn: localDate('2014-05-30') }),
  }
}

async function planRename(desk: Desk, admin: AccountActor, unitId: number, name: string): Promise<number> {
  await desk.do(admin, (op) =>
    orderChange(op, { change: 'rename', unitId, from: localDate('2014-12-01'), reason: name, name }),
  )
  const { rows } = await sql<{ id: number }>`
    select max(id) as id from planned_change where unit_id = ${unitId}`.execute(desk.database.owner)
  return rows[0]?.id ?? 0
}

async function idOf(desk: Desk, table: 'appeal', campaignId: number): Promise<number> {
  const row = await desk.database.owner
    .selectFrom(table)
    .select('id')
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow()
  return row.id
}

async function addFile(desk: Desk, of: { notice_id: number; unitId: number }, name: string): Promise<number> {
  const content = Buffer.from(name)
  const { id } = await desk.database.owner
    .insertInto('attachment')
    .values({
      notice_id: of.notice_id,
      unit_id: of.unitId,
      name,
      media_type: 'text/plain',
      size: content.length,
      sha256: hashToken(name),
      content,
      added_at: desk.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
