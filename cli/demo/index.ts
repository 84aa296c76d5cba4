import { buildApp } from '../../api/app.ts'
import { startMessage } from '../../messages/start.ts'
import { configuredPort, requirePort } from '../embedded/ports.ts'
import { administratorLink } from '../parts/signInLink.ts'
import { interrupted } from '../start.ts'
import { ISSUED_AT, playCampaign } from './demo.ts'
import { setStage, type Stage } from './stage.ts'

export interface DemoCommand {
  units: number | null
  seed: number
  /** A day of 2014 on which to stop with the campaign still running. */
  until: string | null
  /** Prints the summary as JSON on the last line and exits; without it the pages stay up. */
  json: boolean
}

/** `duban demo`: a city's whole campaign in some minutes, on its own clock and data, beside the real installation. */
export async function demo(command: DemoCommand): Promise<void> {
  const port = configuredPort('demo')
  if (!command.json) await requirePort('demo', port)
  const log = (line: string): void => console.error(line)
  const stage = await setStage(ISSUED_AT, port, log)
  try {
    const pages = command.json ? null : await openPages(stage, port, log)
    const summary = await playCampaign(stage, { ...command, quiet: command.json })
    if (command.json) return console.log(JSON.stringify(summary))
    console.log(`\n${JSON.stringify(summary, null, 2)}\n`)
    log(startMessage('demoOver', { url: stage.baseUrl }))
    await interrupted()
    await pages?.close()
  } finally {
    await stage.stop()
  }
}

async function openPages(
  stage: Stage,
  port: number,
  log: (line: string) => void,
): Promise<{ close(): Promise<void> }> {
  const app = await buildApp({
    db: stage.database.api,
    baseUrl: stage.baseUrl,
    linkKey: stage.linkKey,
    secureCookies: false,
    mailbox: stage.mailbox,
  })
  await app.listen({ port, host: '127.0.0.1' })
  log(startMessage('addressWeb', { url: stage.baseUrl }))
  log(startMessage('addressMailbox', { url: `${stage.baseUrl}/mailbox` }))
  const link = await administratorLink(stage.database.owner, stage.baseUrl)
  if (link !== null) log(`${startMessage('signInOnce', {})}\n  ${link}\n`)
  return app
}
