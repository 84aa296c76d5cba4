import { MockActivityEnvironment } from '@temporalio/testing'
import { DateTime } from 'luxon'
import { issueAssignments } from '../../activities/campaign/issueAssignments.ts'
import { compileResult } from '../../activities/campaign/compileResult.ts'
import { sweepCampaign } from '../../activities/campaign/sweepCampaign.ts'
import type { ActivityDependencies } from '../../activities/dependencies.ts'
import { deliverDue } from '../../activities/delivery/deliverDue.ts'
import { sweepDocket } from '../../activities/docket/sweepDocket.ts'
import type { CampaignLook, DeliveryLook, DocketLook } from '../../activities/looks.ts'
import { moveClock } from '../../db/clock.ts'
import { generateFederation, type GeneratedUnit } from '../../domain/federation.ts'
import { noticeDraftSchema, type NoticeInput } from '../../domain/notice.ts'
import type { OutgoingMail, SendOutcome } from '../../mail/mailer.ts'
import { checkNotice, issueNotice } from '../../operations/notice/issueNotice.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { perform, type AccountActor, type Actor, type LinkActor, type Op } from '../../operations/perform.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { administrator, importUnits, personAt } from './people.ts'
import { BASE_URL, LINK_KEY } from './settings.ts'
import { ZONE } from './world.ts'

/**
 * The same installation without Temporal: whoever tells the story says when to sweep and when to deliver, so that
 * what people do can come exactly between two steps. The clock stands where it was put, but for the test's own time.
 */
export interface Desk {
  database: TestDatabase
  units: GeneratedUnit[]
  coordinator: AccountActor
  person(code: string, role: AccountActor['role']): Promise<AccountActor>
  unitId(code: string): Promise<number>
  do<A extends Actor, T>(actor: A, work: (op: Op<A>) => Promise<T>): Promise<T>
  /** Whoever would come by the unit's link. */
  contactOf(campaignId: number, code: string): Promise<LinkActor>
  /** Puts the clock to a local time. */
  at(localTime: string | Date): Promise<void>
  issue(draft: NoticeInput, actor?: AccountActor): Promise<number>
  sweep(campaignId: number): Promise<CampaignLook>
  /** Sweeps all dockets of a campaign. */
  sweepDockets(campaignId: number): Promise<DocketLook[]>
  deliver(): Promise<DeliveryLook>
  compile(campaignId: number): Promise<void>
  now(): Date
  /** What was handed to the mail server, oldest first; how each ends is asked of `mailEnds`. */
  mails: OutgoingMail[]
  mailEnds: (mail: OutgoingMail) => SendOutcome | Promise<SendOutcome>
  deps: ActivityDependencies
  close(): Promise<void>
}

export const instant = (localTime: string): Date =>
  DateTime.fromFormat(localTime, 'yyyy-MM-dd HH:mm', { zone: ZONE }).toJSDate()

export async function createDesk(options: { at: string; units?: number; seed?: number }): Promise<Desk> {
  const database = await createTestDatabase()
  const admin = await administrator(database.owner)
  const units = generateFederation({ seed: options.seed ?? 1, units: options.units ?? 30 })
  const mails: OutgoingMail[] = []
  let shiftMs = 0
  const now = (): Date => new Date(Date.now() + shiftMs)
  const activity = new MockActivityEnvironment()
  const deps: ActivityDependencies = {
    db: database.worker,
    mail: { from: 'duban@fl.example', baseUrl: BASE_URL, linkKey: LINK_KEY },
    deliverOutbox: () => Promise.resolve(),
    mailer: {
      async send(mail, beforeData) {
        if (!beforeData()) return { kind: 'temporary', error: 'lease-lost', remedy: 'try-later' }
        const outcome = await desk.mailEnds(mail)
        if (outcome.kind === 'sent' || outcome.kind === 'uncertain') mails.push(mail)
        return outcome
      },
      close: () => Promise.resolve(),
    },
  }
  const desk: Desk = {
    database,
    units,
    coordinator: { ...admin, role: 'coordinator' },
    deps,
    mails,
    mailEnds: () => ({ kind: 'sent' }),
    now,
    person: (code, role) => personAt(database.owner, code, role),
    unitId: async (code) => (await unitRow(database, code)).id,
    do: (actor, work) => perform(database.api, actor, work),
    async contactOf(campaignId, code) {
      const { id } = await unitRow(database, code)
      const link = await database.owner
        .selectFrom('link as l')
        .innerJoin('contact as c', 'c.id', 'l.contact_id')
        .select(['l.id', 'l.contact_id', 'c.name', 'c.language'])
        .where('l.campaign_id', '=', campaignId)
        .where('l.unit_id', '=', id)
        .orderBy('l.id')
        .executeTakeFirstOrThrow()
      return {
        kind: 'link',
        linkId: link.id,
        contactId: link.contact_id,
        unitId: id,
        campaignId,
        name: link.name,
        language: link.language,
      }
    },
    async at(localTime) {
      const wanted = typeof localTime === 'string' ? instant(localTime) : localTime
      shiftMs = wanted.getTime() - Date.now()
      await moveClock(database.owner, { shiftMs })
    },
    async issue(draft, actor = desk.coordinator) {
      const { noticeId } = await desk.do(actor, (op) =>
        saveNotice(op, { noticeId: null, version: null, draft: noticeDraftSchema.parse(draft) }),
      )
      await desk.do(actor, (op) => checkNotice(op, { noticeId, version: null }))
      const { campaignId } = await desk.do(actor, (op) => issueNotice(op, { noticeId, version: null }))
      await activity.run(issueAssignments, database.worker, campaignId, now())
      return campaignId
    },
    sweep: (campaignId) => sweepCampaign(database.worker, campaignId, now()),
    async sweepDockets(campaignId) {
      const dockets = await database.owner
        .selectFrom('docket')
        .select('id')
        .where('campaign_id', '=', campaignId)
        .orderBy('id')
        .execute()
      const looks: DocketLook[] = []
      for (const { id } of dockets) looks.push(await sweepDocket(database.worker, id, now()))
      return looks
    },
    deliver: () => activity.run(deliverDue, deps, now()),
    compile: (campaignId) => compileResult(database.worker, campaignId, now()),
    close: () => database.drop(),
  }
  await desk.at(options.at)
  const report = await importUnits(database.api, admin, units)
  if (report.problems.length > 0) throw new Error(JSON.stringify(report.problems))
  return desk
}

function unitRow(database: TestDatabase, code: string): Promise<{ id: number }> {
  return database.owner.selectFrom('unit').select('id').where('code', '=', code).executeTakeFirstOrThrow()
}
