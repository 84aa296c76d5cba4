import { fileURLToPath } from 'node:url'
import { startMessage } from '../../messages/start.ts'
import { Problem } from '../../domain/problem.ts'
import { releaseMail as release } from '../../operations/access/releaseMail.ts'
import { perform } from '../../operations/perform.ts'
import { readConfig } from '../config.ts'
import { dataFolder } from '../embedded/dataFolder.ts'
import { firstAdministrator } from '../parts/administrator.ts'
import { databaseForCommand } from '../parts/borrow.ts'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

/** `duban release-mail`: the same as the button on the home page, for an administrator at this machine. */
export async function releaseMail(sendWaiting: boolean): Promise<void> {
  const config = readConfig()
  const database = await databaseForCommand(config, dataFolder(projectRoot).postgres)
  try {
    const actor = await firstAdministrator(database.owner)
    const outcome = await perform(database.api, actor, (op) => release(op, { sendWaiting }))
    console.log(startMessage('mailReleased', outcome))
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'mail-not-held') throw error
    console.log(startMessage('mailNotHeld', {}))
  } finally {
    await database.stop()
  }
}
