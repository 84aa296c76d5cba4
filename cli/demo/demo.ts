import { DateTime } from 'luxon'
import { sql } from 'kysely'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { generateFederation } from '../../domain/federation.ts'
import { noticeDraftSchema } from '../../domain/notice.ts'
import { randomFrom } from '../../domain/random.ts'
import { localDate } from '../../domain/time.ts'
import { closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { checkNotice, issueNotice } from '../../operations/notice/issueNotice.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { perform, type AccountActor } from '../../operations/perform.ts'
import { importOrReport, importTree } from '../../operations/tree/importTree.ts'
import { treeFile } from '../../operations/tree/treeFile.ts'
import { unitsOf } from './actors.ts'
import { decide, inParallel, reportAgain, review, type DeskInput } from './desk.ts'
import { writePlot, type Act } from './plot.ts'
import { progressBar } from './progress.ts'
import { quiet } from './quiet.ts'
import type { Stage } from './stage.ts'
import { summarise, type Summary } from './summary.ts'

const ZONE = 'Asia/Shanghai'
const at = (text: string): DateTime => DateTime.fromISO(text, { zone: ZONE })

/** The notice of April 2014, its two dates, and some weeks after the second. */
export const ISSUED_AT = at('2014-04-03T09:30')
const CLOSED_AT = at('2014-09-24T16:00')

/** Longest real time that one virtual day may take to settle. */
const DAY_MS = 300_000

export interface DemoOptions {
  /** Units with the city; null: the whole federation. */
  units: number | null
  seed: number
  quiet: boolean
  /** Stops on the evening of this day, with the campaign still running; null: plays it to its end. */
  until: string | null
}

/** Plays a city's whole campaign on a stage: everybody acts through the operations that the pages use. */
export async function playCampaign(stage: Stage, options: DemoOptions): Promise<Summary> {
  const started = performance.now()
  const coordinator = await loadCity(stage, options)
  const campaignId = await issue(stage, coordinator)
  const { owner, api } = stage.database
  await quiet(owner, DAY_MS)
  const units = await unitsOf(owner, campaignId)
  const acts = await writePlot({
    api,
    owner,
    campaignId,
    coordinator,
    units,
    issuedAt: ISSUED_AT,
    milestones: await milestonesOf(stage, campaignId),
    seed: options.seed,
  })
  const desk: Omit<DeskInput, 'now'> = {
    api,
    owner,
    campaignId,
    coordinator,
    units: new Map(units.map((unit) => [unit.unitId, unit])),
    random: randomFrom(options.seed + 2),
    zone: ZONE,
  }
  await playDays(stage, acts, desk, options)
  if (options.until === null) {
    await perform(api, coordinator, (op) => closeCampaign(op, { campaignId, reason: '活动结束' }))
    await quiet(owner, DAY_MS)
  }
  const seconds = Math.round((performance.now() - started) / 100) / 10
  return summarise(owner, stage.worker.client, {
    campaignId,
    runs: stage.runs,
    mails: stage.mailbox.count(),
    seconds,
  })
}

async function loadCity(stage: Stage, options: DemoOptions): Promise<AccountActor> {
  const { owner, api } = stage.database
  const row = await owner
    .selectFrom('account')
    .select(['id', 'unit_id', 'name'])
    .where('role', '=', 'administrator')
    .executeTakeFirstOrThrow()
  const person = {
    kind: 'account',
    accountId: row.id,
    unitId: row.unit_id,
    name: row.name,
    language: 'zh-CN',
  } as const
  const bytes = treeFile(
    generateFederation({ seed: options.seed, ...(options.units === null ? {} : { units: options.units }) }),
  )
  const report = await importOrReport(() =>
    perform(api, { ...person, role: 'administrator' }, (op) =>
      importTree(op, { bytes, from: localDate('2014-01-01'), dryRun: false }),
    ),
  )
  if (report.problems.length > 0)
    throw new Error(`the example tree was refused: ${JSON.stringify(report.problems[0])}`)
  await sql`analyze`.execute(owner)
  return { ...person, role: 'coordinator' }
}

async function issue(stage: Stage, coordinator: AccountActor): Promise<number> {
  const { api } = stage.database
  const draft = noticeDraftSchema.parse(exampleNotice('grassroots'))
  const { noticeId } = await perform(api, coordinator, (op) =>
    saveNotice(op, { noticeId: null, version: null, draft }),
  )
  await perform(api, coordinator, (op) => checkNotice(op, { noticeId, version: null }))
  const { campaignId } = await perform(api, coordinator, (op) => issueNotice(op, { noticeId, version: null }))
  return campaignId
}

async function milestonesOf(stage: Stage, campaignId: number) {
  const rows = await stage.database.owner
    .selectFrom('milestone as m')
    .innerJoin('campaign as c', 'c.notice_id', 'm.notice_id')
    .select(['m.id', 'm.ordinal', 'm.due_on'])
    .where('c.id', '=', campaignId)
    .orderBy('m.ordinal')
    .execute()
  const targets = await stage.database.owner.selectFrom('target').select(['id', 'milestone_id']).execute()
  return rows.flatMap(({ id, ordinal, due_on }) =>
    due_on === null
      ? []
      : [
          {
            ordinal,
            milestoneId: id,
            due: at(due_on),
            targetIds: targets.filter(({ milestone_id }) => milestone_id === id).map((target) => target.id),
          },
        ],
  )
}

/** Day by day: what units do at its hour, and in the afternoon of a working day what the desks do. */
async function playDays(
  stage: Stage,
  acts: Act[],
  desk: Omit<DeskInput, 'now'>,
  options: DemoOptions,
): Promise<void> {
  const { owner } = stage.database
  const { calendar } = await loadWorkingTime(owner)
  const end = options.until === null ? CLOSED_AT : at(options.until).endOf('day')
  const show = progressBar(ISSUED_AT, end, options.quiet)
  let next = 0
  for (let day = ISSUED_AT.startOf('day'); day < end; day = day.plus({ days: 1 })) {
    const evening = day.plus({ hours: 17 })
    const today: Act[] = []
    for (let act = acts[next]; act !== undefined && act.at <= evening; act = acts[(next += 1)])
      today.push(act)
    const working = calendar.isWorking(localDate(day.toFormat('yyyy-MM-dd')))
    if (today.length === 0 && !working) continue
    await stage.time.until(day.plus({ hours: 11 }))
    await inParallel(today, (act) => act.play())
    if (working) {
      await stage.time.until(day.plus({ hours: 15 }))
      const input = { ...desk, now: stage.time.now().toJSDate() }
      await reportAgain(input)
      await review(input)
      await decide(input)
    }
    await quiet(owner, DAY_MS)
    show(day, `${next}/${acts.length} · ${stage.mailbox.count()} mails`)
  }
  if (options.until === null) await stage.time.until(CLOSED_AT)
  await quiet(owner, DAY_MS)
}
