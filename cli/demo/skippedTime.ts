import { DateTime } from 'luxon'
import { moveClock } from '../../db/clock.ts'
import type { Db } from '../../db/connection.ts'
import { startTestServer } from '../embedded/timeSkipping.ts'
import { connectTestServer } from './testService.ts'

/** Temporal's test server, whose time passes at once, and the installation's clock moved along with it. */
export interface SkippedTime {
  address: string
  now(): DateTime
  /** Lets everything happen that falls due until then. */
  until(moment: DateTime): Promise<void>
  stop(): Promise<void>
}

/** @param owner moves the clock; @param start the installation's time now, in any year */
export async function startSkippedTime(
  owner: Db,
  start: DateTime,
  log: (line: string) => void,
): Promise<SkippedTime> {
  const server = await startTestServer({ log })
  const temporal = await connectTestServer(server.address)
  const shiftMs = start.toMillis() - (await temporal.now())
  let skippedMs = 0
  const keep = async (): Promise<void> => {
    skippedMs = (await temporal.now()) - Date.now()
    await moveClock(owner, { shiftMs, skippedMs })
  }
  await keep()
  return {
    address: server.address,
    now: () => DateTime.fromMillis(Date.now() + shiftMs + skippedMs, { zone: start.zone }),
    async until(moment) {
      const ms = moment.toMillis() - shiftMs - (await temporal.now())
      if (ms > 0) await temporal.advance(ms)
      await keep()
    },
    async stop() {
      temporal.close()
      await server.stop()
    },
  }
}
