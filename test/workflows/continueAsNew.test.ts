import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { freePort } from '../../cli/embedded/ports.ts'
import { startTemporal, type RunningTemporal } from '../../cli/embedded/temporal.ts'
import { quiet } from '../../cli/demo/quiet.ts'
import { moveClock } from '../../db/clock.ts'
import { generateFederation } from '../../domain/federation.ts'
import { noticeDraftSchema } from '../../domain/notice.ts'
import { openMailboxStore } from '../../mail/mailbox/store.ts'
import { startMailbox, type RunningMailbox } from '../../mail/mailbox/mailbox.ts'
import { smtpMailer } from '../../mail/mailer.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { checkNotice, issueNotice } from '../../operations/notice/issueNotice.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { perform, type AccountActor } from '../../operations/perform.ts'
import { startWorker, type RunningWorker } from '../../worker/start.ts'
import { campaignWorkflowId, NUDGE } from '../../workflows/names.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { administrator, importUnits } from '../support/people.ts'
import { BASE_URL, LINK_KEY } from '../support/settings.ts'

/** On a real server that suggests continuing after some forty events. */
let database: TestDatabase
let temporal: RunningTemporal
let smtp: RunningMailbox
let worker: RunningWorker
let coordinator: AccountActor
const folder = mkdtempSync(join(tmpdir(), 'duban-can-'))

beforeAll(async () => {
  database = await createTestDatabase()
  const shiftMs = Date.parse('2014-04-03T01:30:00Z') - Date.now()
  await moveClock(database.owner, { shiftMs })
  temporal = await startTemporal({
    dataDir: join(folder, 'temporal'),
    port: await freePort(),
    uiPort: null,
    log: () => undefined,
    dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': 40 },
  })
  smtp = await startMailbox({ smtpPort: 0, store: await openMailboxStore(join(folder, 'mailbox')) })
  worker = await startWorker({
    temporalAddress: temporal.address,
    db: database.worker,
    mailer: smtpMailer({ url: smtp.smtpUrl }),
    mail: { from: 'duban@fl.example', baseUrl: BASE_URL, linkKey: LINK_KEY },
    bundle: inject('workflowBundle'),
    onError: (error) => console.error(error),
    outboxEveryMs: 50,
  })
  const admin = await administrator(database.owner)
  coordinator = { ...admin, role: 'coordinator' }
  await importUnits(database.api, admin, generateFederation({ seed: 1, units: 30 }))
})
afterAll(async () => {
  await worker.stop()
  await smtp.stop()
  await temporal.stop()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

test('a campaign whose history grows long goes on in a new run, and no nudge is lost on the way', async () => {
  const draft = noticeDraftSchema.parse(exampleNotice('grassroots'))
  const { noticeId } = await perform(database.api, coordinator, (op) =>
    saveNotice(op, { noticeId: null, version: null, draft }),
  )
  await perform(database.api, coordinator, (op) => checkNotice(op, { noticeId, version: null }))
  const { campaignId } = await perform(database.api, coordinator, (op) =>
    issueNotice(op, { noticeId, version: null }),
  )
  await quiet(database.owner, 30_000)
  const handle = worker.client.workflow.getHandle(campaignWorkflowId(campaignId))
  const first = (await handle.describe()).runId
  // Nudges that come close together cost one look, so how many it takes hangs on the machine.
  const current = async (): Promise<string> => (await handle.describe()).runId
  for (let nudges = 0; nudges < 100 && (await current()) === first; nudges += 1) {
    await handle.signal(NUDGE)
    await pause(100)
  }
  const now = await handle.describe()
  expect(now.status.name).toBe('RUNNING')
  expect(now.runId).not.toBe(first)
  await expect.poll(() => handle.query('progress'), { timeout: 10_000 }).toMatchObject({ stage: 'open' })

  const sweeps = async (): Promise<number> => {
    const { events } = await handle.fetchHistory()
    const scheduled = events?.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name)
    return scheduled?.filter((name) => name === 'sweepCampaign').length ?? 0
  }
  const before = await sweeps()
  await handle.signal(NUDGE)
  await expect.poll(sweeps, { timeout: 10_000 }).toBeGreaterThan(before)
})

test('what runs is found by its stage and its campaign, and holds nothing personal', async () => {
  const found: string[] = []
  await expect
    .poll(
      async () => {
        found.length = 0
        for await (const run of worker.client.workflow.list({
          query: "DubanStage = 'open' and ExecutionStatus = 'Running'",
        }))
          found.push(run.workflowId)
        return found
      },
      { timeout: 10_000 },
    )
    .toEqual(['campaign-1'])
  const history = await worker.client.workflow.getHandle('campaign-1').fetchHistory()
  const contact = await database.owner
    .selectFrom('contact')
    .select(['name', 'email'])
    .where('email', 'is not', null)
    .executeTakeFirstOrThrow()
  const text = JSON.stringify(history)
  expect(text).not.toContain(contact.email)
  expect(text).not.toContain(contact.name)
})
