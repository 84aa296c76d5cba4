import { DateTime } from 'luxon'
import { sql } from 'kysely'
import { sweepCampaign } from '../../activities/campaign/sweepCampaign.ts'
import { sweepDocket } from '../../activities/docket/sweepDocket.ts'
import { moveClock } from '../../db/clock.ts'
import type { Db } from '../../db/connection.ts'
import { insertAssignments } from '../../db/queries/assignments.ts'
import { audienceAsOf } from '../../db/queries/audience.ts'
import { generateFederation } from '../../domain/federation.ts'
import { noticeDraftSchema, type NoticeInput } from '../../domain/notice.ts'
import { localDate } from '../../domain/time.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { checkNotice, issueNotice } from '../../operations/notice/issueNotice.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { perform, type AccountActor } from '../../operations/perform.ts'
import { administrator, importUnits } from '../support/people.ts'

const zone = 'Asia/Shanghai'
export const instant = (text: string): Date =>
  DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm', { zone }).toJSDate()

/** The three roles of one database. */
export interface Roles {
  owner: Db
  api: Db
  worker: Db
}

export interface City {
  admin: AccountActor
  coordinator: AccountActor
  campaignId: number
  /** Moves the clock, with what units do until then and the sweeps on the way. */
  until(day: string, time?: string): Promise<void>
}

/** A city with the notice of April 2014 under way, made in bulk and without Temporal: what pages show, quickly. */
export async function createCity(roles: Roles, options: { units: number }): Promise<City> {
  await setClock(roles, '2014-04-03 09:30')
  const admin = await administrator(roles.owner)
  const report = await importUnits(roles.api, admin, generateFederation({ seed: 1, units: options.units }))
  if (report.problems.length > 0) throw new Error(JSON.stringify(report.problems))
  const coordinator: AccountActor = { ...admin, role: 'coordinator' }
  const campaignId = await issue(roles, coordinator, withTargets(exampleNotice('grassroots')))
  let last = '2014-04-03'
  return {
    admin,
    coordinator,
    campaignId,
    async until(day, time = '09:31') {
      for (const sweep of sweepDays.filter((date) => date > last && date <= day)) {
        await act(roles, campaignId, `${sweep} 08:59`)
        await sweepAll(roles, campaignId, `${sweep} 09:00`)
      }
      last = day
      await act(roles, campaignId, `${day} ${time}`)
      await setClock(roles, `${day} ${time}`)
    },
  }
}

const sweepDays = [
  ['2014-04-15', '2014-04-16', '2014-04-17', '2014-04-21', '2014-04-25'],
  [
    '2014-05-05',
    '2014-05-07',
    '2014-05-09',
    '2014-05-12',
    '2014-05-14',
    '2014-05-16',
    '2014-05-19',
    '2014-05-23',
  ],
].flat()

function withTargets(draft: NoticeInput): NoticeInput {
  return {
    ...draft,
    milestones: (draft.milestones ?? []).map((milestone, index) =>
      index > 0
        ? milestone
        : {
            ...milestone,
            targets: [
              { name: '提供岗位', measure: '个', total: 30000 },
              { name: '培训妇女', measure: '人次', total: 10000 },
            ],
          },
    ),
  }
}

export async function setClock(roles: Roles, at: string): Promise<void> {
  await moveClock(roles.owner, { shiftMs: instant(at).getTime() - Date.now(), skippedMs: 0 })
}

/** Issues a notice and hands it to its units, as the workflow would. */
export async function issue(roles: Roles, actor: AccountActor, draft: NoticeInput): Promise<number> {
  const { noticeId } = await perform(roles.api, actor, (op) =>
    saveNotice(op, { noticeId: null, version: null, draft: noticeDraftSchema.parse(draft) }),
  )
  await perform(roles.api, actor, (op) => checkNotice(op, { noticeId, version: null }))
  const { campaignId } = await perform(roles.api, actor, (op) => issueNotice(op, { noticeId, version: null }))
  const campaign = await roles.worker
    .selectFrom('campaign')
    .selectAll()
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow()
  const unitIds = await audienceAsOf(roles.worker, {
    issuerId: campaign.issuer_id,
    rules: noticeDraftSchema.parse(draft).audience,
    day: campaign.audience_as_of,
  })
  await roles.worker.transaction().execute(async (tx) => {
    const asOf = campaign.issued_at
    await insertAssignments(tx, { campaignId, unitIds, asOf, sendAt: asOf, swept: true })
    await tx.updateTable('campaign').set({ state: 'open' }).where('id', '=', campaignId).execute()
  })
  await sql`analyze obligation; analyze assignment; analyze unit_closure; analyze placement`.execute(
    roles.owner,
  )
  return campaignId
}

async function sweepAll(roles: Roles, campaignId: number, at: string): Promise<void> {
  await setClock(roles, at)
  await sweepCampaign(roles.worker, campaignId, instant(at))
  const dockets = await roles.worker
    .selectFrom('docket')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .execute()
  for (const { id } of dockets) await sweepDocket(roles.worker, id, instant(at))
}

/** A number from 0 to 999 for each unit, the same in every run. */
const chance = (salt: string) =>
  sql<number>`(('x' || substr(md5(a.unit_id || ${salt}::text), 1, 7))::bit(28)::integer % 1000)`

/** What units and reviewers have done by a time: most acknowledge within two weeks and report near the deadline. */
async function act(roles: Roles, campaignId: number, at: string): Promise<void> {
  const now = instant(at)
  const db = roles.owner
  const began = instant('2014-04-03 10:00')
  await sql`
    update assignment a set acknowledged_at = t.at, acknowledged_via = 'link'
    from (select a.id, ${began}::timestamptz + make_interval(hours => (power(${chance('ack')} / 1000.0, 2) * 500)::integer) as at
      from assignment a where a.campaign_id = ${campaignId} and ${chance('never')} < 965) t
    where a.id = t.id and t.at <= ${now} and a.acknowledged_at is null`.execute(db)
  await sql`
    update obligation o set state = 'accepted', first_submitted_at = a.acknowledged_at, submitted_at = a.acknowledged_at
    from assignment a where a.id = o.assignment_id and o.campaign_id = ${campaignId} and o.duty = 'acknowledge'
      and o.state = 'expected' and a.acknowledged_at is not null`.execute(db)
  await report(db, campaignId, now)
  await review(db, campaignId, now)
}

async function report(db: Db, campaignId: number, now: Date): Promise<void> {
  await sql`
    with due as (
      select o.id, o.unit_id, ${instant('2014-04-10 09:00')}::timestamptz
        + make_interval(hours => (sqrt(${chance('report')} / 1000.0) * 790)::integer) as at
      from obligation o join assignment a on a.id = o.assignment_id
      where o.campaign_id = ${campaignId} and o.state = 'expected' and a.acknowledged_at is not null and ${chance('silent')} < 945
        and o.milestone_id = (select m.id from milestone m join campaign c on c.notice_id = m.notice_id
          where c.id = ${campaignId} and m.ordinal = 1)
    ), written as (
      insert into report (obligation_id, campaign_id, unit_id, version, text, channel, submitter_name, submitted_at, receipt)
      select id, ${campaignId}, unit_id, 1, '4月份，班子带队走访6个社区、214户家庭，其中失业妇女37人。反映集中的问题是就近就业和子女课后照看。',
        'link', '王某某', at, ${campaignId} || '-' || id || '-1'
      from due where at <= ${now} returning id, obligation_id, unit_id, submitted_at
    ), counted as (
      insert into report_value (report_id, target_id, unit_id, value)
      select w.id, t.id, w.unit_id, 2 + w.id % 20 from written w
        join obligation o on o.id = w.obligation_id join target t on t.milestone_id = o.milestone_id
    )
    update obligation o set state = 'submitted', submitted_at = w.submitted_at, first_submitted_at = w.submitted_at
    from written w where w.obligation_id = o.id`.execute(db)
}

/** Reviewers are some days behind; a few reports go back. */
async function review(db: Db, campaignId: number, now: Date): Promise<void> {
  const until = new Date(now.getTime() - 3 * 86400_000)
  await sql`
    with judged as (
      update report r set state = case when r.unit_id % 53 = 0 then 'returned' else 'accepted' end,
        reviewed_at = ${now}, review_reason = case when r.unit_id % 53 = 0 then '请写明走访的6个社区名称；培训人次与附件名册不一致，请核对。' end
      where r.campaign_id = ${campaignId} and r.state = 'submitted' and r.submitted_at < ${until}
      returning r.obligation_id, r.state)
    update obligation o set state = j.state,
      due_version = o.due_version + case when j.state = 'returned' then 1 else 0 end,
      armed_at = case when j.state = 'returned' then ${now} else o.armed_at end,
      due_on = case when j.state = 'returned' then ${localDate('2014-05-16')}::date else o.due_on end,
      due_at = case when j.state = 'returned' then ${instant('2014-05-17 00:00')}::timestamptz else o.due_at end
    from judged j where j.obligation_id = o.id`.execute(db)
}
