import { MockActivityEnvironment } from '@temporalio/testing'
import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import { randomBytes } from 'node:crypto'
import { issueAssignments } from '../activities/campaign/issueAssignments.ts'
import { deliverDue } from '../activities/delivery/deliverDue.ts'
import type { ActivityDependencies } from '../activities/dependencies.ts'
import { smtpMailer, type Mailer, type OutgoingMail } from '../mail/mailer.ts'
import { ISSUED_AT, newCampaign } from './campaigns.ts'
import { settleFederation } from './federation.ts'
import { alternate, atLeast, type Entry, type Size } from './measure.ts'
import { openPlace, type Place } from './place.ts'
import { startSink } from './sink.ts'

const CONNECTIONS = 5

/** Composing, claiming, sending and recording against a pool that only sends. */
export async function mails(size: Size): Promise<Entry[]> {
  const count = size === 'small' ? 500 : 3070
  const entries: Entry[] = []
  for (const delayMs of [0, 20]) {
    const place = await openPlace()
    entries.push(...(await timeMails(place, { count, delayMs }).finally(() => place.close())))
  }
  return entries
}

async function timeMails(place: Place, wanted: { count: number; delayMs: number }): Promise<Entry[]> {
  const { count, delayMs } = wanted
  await settleFederation(place.owner, count)
  const sink = await startSink(delayMs)
  const seen: OutgoingMail[] = []
  const mailer = keeping(smtpMailer({ url: sink.url, maxConnections: CONNECTIONS }), seen)
  const pool = createTransport({
    url: sink.url,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Infinity,
  })
  const activity = new MockActivityEnvironment()
  const underWay = watchUnderWay(place)
  const ending = async (): Promise<void> => {
    underWay.stop()
    await mailer.close()
    pool.close()
    sink.stop()
  }
  const timed = await alternate({
    rounds: 5,
    async before() {
      const campaignId = await newCampaign(place.owner, { units: count })
      await issueAssignments(place.worker, campaignId, ISSUED_AT)
      await sql`vacuum analyze message`.execute(place.superuser)
    },
    async ours() {
      seen.length = 0
      await activity.run(deliverDue, dependencies(place, mailer), ISSUED_AT)
    },
    baseline: () => Promise.all(seen.map((mail) => pool.sendMail({ ...mail, replyTo: undefined }))),
  }).finally(ending)
  const most = underWay.most()
  const rate = (ms: number): number => (seen.length * 1000) / ms
  const name = `mails to a sink of ${delayMs} ms`
  return [
    atLeast(0.85, {
      name,
      ours: rate(timed.ours),
      baseline: rate(timed.baseline),
      unit: 'mails/s',
      note: `${seen.length} issue mails a round over ${CONNECTIONS} connections on both sides. The baseline sends the same texts, ready made, and records nothing.`,
    }),
    {
      name: `${name}: uncertain after a crash`,
      ours: most,
      baseline: null,
      unit: 'mails',
      ratio: null,
      goal: '<= 100',
      met: most <= 100,
      note: 'The most that were claimed and not settled at any of the moments looked at, every 20 ms: what a crash would have left uncertain.',
    },
  ]
}

function keeping(mailer: Mailer, seen: OutgoingMail[]): Mailer {
  return {
    send(mail, beforeData) {
      seen.push(mail)
      return mailer.send(mail, beforeData)
    },
    close: () => mailer.close(),
  }
}

function dependencies(place: Place, mailer: Mailer): ActivityDependencies {
  return {
    db: place.worker,
    mailer,
    mail: { from: 'duban@fl.example', baseUrl: 'http://duban.example', linkKey: randomBytes(32) },
    deliverOutbox: () => Promise.resolve(),
  }
}

function watchUnderWay({ superuser }: Place): { most(): number; stop(): void } {
  let most = 0
  let asking = false
  const timer = setInterval(() => {
    if (asking) return
    asking = true
    void sql<{ n: number }>`select count(*) as n from message where state = 'sending'`
      .execute(superuser)
      .then(({ rows }) => (most = Math.max(most, rows[0]?.n ?? 0)))
      .finally(() => (asking = false))
  }, 20)
  return { most: () => most, stop: () => clearInterval(timer) }
}
