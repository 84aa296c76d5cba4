import type { WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { readFileSync } from 'node:fs'
import { connect } from '../../../db/connection.ts'
import { smtpMailer } from '../../../mail/mailer.ts'
import { startWorker } from '../../../worker/start.ts'

/** `duban worker` with the workflows bundled beforehand: one that is killed hundreds of times starts sooner. */
const env = (name: string): string => {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is missing`)
  return value
}
const bundle = JSON.parse(readFileSync(env('WORKFLOW_BUNDLE'), 'utf8')) as WorkflowBundleWithSourceMap

for (;;) {
  try {
    await startWorker({
      temporalAddress: env('TEMPORAL_ADDRESS'),
      db: connect(env('DATABASE_URL_WORKER'), { max: 12, silenceMs: 60_000 }),
      mailer: smtpMailer({ url: env('SMTP_URL') }),
      mail: {
        from: 'duban@fl.example',
        baseUrl: env('DUBAN_BASE_URL'),
        linkKey: Buffer.from(env('DUBAN_LINK_KEY'), 'base64'),
      },
      bundle,
      ...(process.env['TEST_SERVER'] === '1' ? { fewPings: true, cachedRuns: 0 } : {}),
      outboxEveryMs: 100,
      runsEveryMs: 1000,
      onError: (error) => console.error(new Date().toISOString(), error),
    })
    break
  } catch (error) {
    // Temporal is away as well: as the container would, begin again.
    console.error(String(error))
    await new Promise((done) => setTimeout(done, 200))
  }
}
process.send?.({ ready: true })
process.channel?.ref()
