import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { DateTime } from 'luxon'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { quiet } from '../../cli/demo/quiet.ts'
import { startSkippedTime } from '../../cli/demo/skippedTime.ts'
import { freePort } from '../../cli/embedded/ports.ts'
import { startTemporal } from '../../cli/embedded/temporal.ts'
import { moveClock } from '../../db/clock.ts'
import { generateFederation } from '../../domain/federation.ts'
import { noticeDraftSchema } from '../../domain/notice.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { checkNotice, issueNotice } from '../../operations/notice/issueNotice.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { perform, type AccountActor } from '../../operations/perform.ts'
import { quietLogger, quietTemporal } from '../../worker/logs.ts'
import { startWorker } from '../../worker/start.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { administrator, importUnits } from '../support/people.ts'
import { BASE_URL, LINK_KEY } from '../support/settings.ts'
import { docketsOf, ledgerOf } from '../support/story.ts'
import { ZONE } from '../support/world.ts'

/** How workflows waited before timers were kept: each nudge cancelled the timer, so the histories differ. */
const OLDER_ALARM = `
import { CancellationScope, condition, isCancellation, sleep } from '@temporalio/workflow'
export class Alarm {
  async nextMomentOrNudge(nextInMs, nudged, summary) {
    if (nextInMs === null) return condition(nudged)
    const timer = new CancellationScope()
    const slept = timer.run(() => sleep(Math.max(1, nextInMs), { summary }))
    try {
      await Promise.race([slept, condition(nudged)])
    } finally {
      timer.cancel()
      await slept.catch((error) => {
        if (!isCancellation(error)) throw error
      })
    }
  }
}
`
const folder = mkdtempSync(join(tmpdir(), 'duban-older-'))
let older: WorkflowBundleWithSourceMap

beforeAll(async () => {
  quietTemporal()
  cpSync('workflows', join(folder, 'workflows'), { recursive: true })
  mkdirSync(join(folder, 'activities'))
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'workflows', 'alarm.ts'), OLDER_ALARM)
  const workflowsPath = join(folder, 'workflows', 'index.ts')
  older = await bundleWorkflowCode({ workflowsPath, logger: quietLogger })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function issueTo24(database: TestDatabase): Promise<number> {
  const admin = await administrator(database.owner)
  await importUnits(database.api, admin, generateFederation({ seed: 1, units: 24 }))
  const coordinator: AccountActor = { ...admin, role: 'coordinator' }
  const draft = noticeDraftSchema.parse(exampleNotice('grassroots'))
  const { noticeId } = await perform(database.api, coordinator, (op) =>
    saveNotice(op, { noticeId: null, version: null, draft }),
  )
  await perform(database.api, coordinator, (op) => checkNotice(op, { noticeId, version: null }))
  const { campaignId } = await perform(database.api, coordinator, (op) =>
    issueNotice(op, { noticeId, version: null }),
  )
  return campaignId
}

/** A campaign past its first escalation, run by workers of these versions side by side. */
async function campaignBy(bundles: WorkflowBundleWithSourceMap[]): Promise<object> {
  const database = await createTestDatabase()
  const at = (text: string): DateTime => DateTime.fromISO(text, { zone: ZONE })
  const time = await startSkippedTime(database.owner, at('2014-04-03T09:30'), () => undefined)
  const mailer = { send: () => Promise.resolve({ kind: 'sent' as const }), close: () => Promise.resolve() }
  const workers = await Promise.all(
    bundles.map((bundle) =>
      startWorker({
        temporalAddress: time.address,
        db: database.worker,
        mailer,
        mail: { from: 'duban@fl.example', baseUrl: BASE_URL, linkKey: LINK_KEY },
        bundle,
        onError: () => undefined,
        fewPings: true,
        // Each step may fall to either of them.
        cachedRuns: 0,
        outboxEveryMs: 50,
        runsEveryMs: 500,
      }),
    ),
  )
  try {
    const campaignId = await issueTo24(database)
    for (const day of ['2014-04-03T09:40', '2014-04-15T10:00', '2014-04-17T10:00', '2014-04-23T10:00']) {
      await quiet(database.owner, 60_000)
      await time.until(at(day))
      // What falls due is nudged besides, as it is when people act: an older version cancels its timer then.
      await database.owner
        .insertInto('outbox')
        .values([
          { target: 'campaign', target_id: campaignId },
          { target: 'delivery', target_id: 0 },
        ])
        .execute()
    }
    await quiet(database.owner, 60_000)
    const facts = { database }
    return { ledger: await ledgerOf(facts, campaignId), dockets: await docketsOf(facts, campaignId) }
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
    await time.stop()
    await database.drop()
  }
}

test('a worker of an older version beside a newer one: nothing differs', async () => {
  const alone = await campaignBy([inject('workflowBundle')])
  const together = await campaignBy([older, inject('workflowBundle')])
  expect(together).toEqual(alone)
  expect(JSON.stringify(alone)).toMatch('overdue')
})

test('a run of an older version that the newer one cannot follow begins anew from the facts', async () => {
  const database = await createTestDatabase()
  const server = await startTemporal({
    dataDir: join(folder, 'temporal'),
    port: await freePort(),
    uiPort: null,
    log: () => undefined,
  })
  const begin = (bundle: WorkflowBundleWithSourceMap) =>
    startWorker({
      temporalAddress: server.address,
      db: database.worker,
      mailer: { send: () => Promise.resolve({ kind: 'sent' }), close: () => Promise.resolve() },
      mail: { from: 'duban@fl.example', baseUrl: BASE_URL, linkKey: LINK_KEY },
      bundle,
      onError: () => undefined,
      outboxEveryMs: 50,
      runsEveryMs: 500,
    })
  const lookedAt = async (campaignId: number): Promise<number> => {
    const row = await database.owner
      .selectFrom('campaign')
      .select('looked_at')
      .where('id', '=', campaignId)
      .executeTakeFirstOrThrow()
    return row.looked_at?.getTime() ?? 0
  }
  const nudge = async (campaignId: number): Promise<void> => {
    const before = await lookedAt(campaignId)
    // A look that finds nothing leaves no trace; one that works the next moment out again does.
    await database.owner.updateTable('campaign').set({ calendar_version: null }).execute()
    await database.owner.insertInto('outbox').values({ target: 'campaign', target_id: campaignId }).execute()
    await expect.poll(() => lookedAt(campaignId), { timeout: 30_000 }).toBeGreaterThan(before)
  }
  let worker = await begin(older)
  try {
    const issuedAt = DateTime.fromISO('2014-04-03T09:30', { zone: ZONE })
    await moveClock(database.owner, { shiftMs: issuedAt.toMillis() - Date.now() })
    const campaignId = await issueTo24(database)
    await quiet(database.owner, 60_000)
    const run = async (): Promise<string> =>
      (await worker.client.workflow.getHandle(`campaign-${campaignId}`).describe()).runId
    await nudge(campaignId)
    const first = await run()
    await worker.stop()
    worker = await begin(inject('workflowBundle'))
    await nudge(campaignId)
    expect(await run()).not.toBe(first)
    await nudge(campaignId)
  } finally {
    await worker.stop()
    await server.stop()
    await database.drop()
  }
})
