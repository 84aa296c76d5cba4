import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import { startMessage } from '../messages/start.ts'
import { examine, repair, type Finding } from '../worker/doctor.ts'
import { readConfig, type Config } from './config.ts'
import { dataFolder } from './embedded/dataFolder.ts'
import { configuredPort } from './embedded/ports.ts'
import { databaseForCommand } from './parts/borrow.ts'

const projectRoot = fileURLToPath(new URL('..', import.meta.url))

/**
 * `duban doctor`: what is amiss, a sentence each, and with `--repair` mended where it follows from the facts.
 * @returns whether all is well at the end
 */
export async function doctor(options: { repair: boolean; json: boolean }): Promise<boolean> {
  const config = readConfig()
  const database = await databaseForCommand(config, dataFolder(projectRoot).postgres)
  const temporal = await connectTemporal(config)
  try {
    let found = await examine(database.worker, temporal?.client ?? null)
    if (options.repair && found.length > 0) {
      await repair(database.worker, temporal?.client ?? null, found)
      found = await examine(database.worker, temporal?.client ?? null)
    }
    console.log(options.json ? JSON.stringify(found) : sentences(found))
    return found.length === 0
  } finally {
    await temporal?.connection.close()
    await database.stop()
  }
}

function sentences(found: readonly Finding[]): string {
  if (found.length === 0) return startMessage('doctorWell', {})
  return found
    .map(({ code, n, mends }) => {
      const hint = startMessage(mends ? 'doctorMends' : 'doctorPerson', {})
      return `${startMessage(`doctor.${code}`, { n })} ${hint}`
    })
    .join('\n')
}

async function connectTemporal(config: Config): Promise<{ client: Client; connection: Connection } | null> {
  const address = config.TEMPORAL_ADDRESS ?? `127.0.0.1:${configuredPort('temporal')}`
  try {
    const connection = await Connection.connect({ address, connectTimeout: '3 seconds' })
    return { connection, client: new Client({ connection, namespace: config.TEMPORAL_NAMESPACE }) }
  } catch {
    return null
  }
}
