import { TestWorkflowEnvironment } from '@temporalio/testing'
import { DateTime } from 'luxon'
import { moveClock } from '../../db/clock.ts'
import type { Db } from '../../db/connection.ts'
import { quietTemporal } from '../../worker/logs.ts'
import { findTestServer } from '../embedded/timeSkipping.ts'

/** Temporal's test server, whose time passes at once, and the installation's clock moved along with it. */
export interface SkippedTime {
  address: string
  env: TestWorkflowEnvironment
  now(): DateTime
  /** Lets everything happen that falls due until then. */
  until(moment: DateTime): Promise<void>
  stop(): Promise<void>
}

/** IndexedValueType of temporal.api.enums.v1; unregistered attributes fail a workflow's task for ever. */
const attributeTypes = { DubanStage: 2, DubanCampaign: 3, DubanNextMoment: 6 }

/** @param owner moves the clock; @param start the installation's time now, in any year */
export async function startSkippedTime(
  owner: Db,
  start: DateTime,
  log: (line: string) => void,
): Promise<SkippedTime> {
  quietTemporal()
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: await findTestServer(log) } },
  })
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: attributeTypes,
  })
  const shiftMs = start.toMillis() - (await env.currentTimeMs())
  let skippedMs = 0
  const keep = async (): Promise<void> => {
    skippedMs = (await env.currentTimeMs()) - Date.now()
    await moveClock(owner, { shiftMs, skippedMs })
  }
  await keep()
  return {
    address: env.address,
    env,
    now: () => DateTime.fromMillis(Date.now() + shiftMs + skippedMs, { zone: start.zone }),
    async until(moment) {
      const ms = moment.toMillis() - shiftMs - (await env.currentTimeMs())
      if (ms > 0) await env.sleep(ms)
      await keep()
    },
    stop: () => env.teardown(),
  }
}
