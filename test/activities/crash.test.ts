import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql } from 'kysely'
import { claimMessages } from '../../activities/delivery/claimMessages.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import type { SendOutcome } from '../../mail/mailer.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { createDesk, type Desk } from '../support/desk.ts'

/** A worker dies in the middle of a drain: between its claim and what it would have written down. */
let desk: Desk

beforeEach(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 160 })
  await desk.issue(exampleNotice('grassroots'))
})
afterEach(() => desk.close())

async function states(): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; n: number }>`
    select state, count(*) as n from message group by state`.execute(desk.database.owner)
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}

const leasesEnd = () =>
  sql`update message set lease_until = now() - interval '1 second' where state = 'sending'`.execute(
    desk.database.owner,
  )

test('at most a hundred mails are of unknown fate after a crash, and each of them goes once more, unchanged', async () => {
  let alive = 130
  desk.mailEnds = () => {
    alive -= 1
    if (alive < 0) throw new Error('killed')
    return { kind: 'sent' }
  }
  await expect(desk.deliver()).rejects.toThrow('killed')
  expect((await states()).sending).toBeGreaterThan(0)
  const first = [...desk.mails]
  expect((await states()).sending).toBeLessThanOrEqual(100)

  desk.mailEnds = () => ({ kind: 'sent' })
  await leasesEnd()
  await desk.deliver()
  const all = await states()
  expect(Object.keys(all)).toEqual(['sent'])
  const copies = new Map<string, { text: string; messageId: string; subject: string }[]>()
  for (const mail of desk.mails) copies.set(mail.to, [...(copies.get(mail.to) ?? []), mail])
  expect(copies.size).toBe(all.sent)
  const twice = [...copies.values()].filter((mails) => mails.length > 1)
  expect(twice.length).toBeLessThanOrEqual(100)
  for (const [one, other, ...more] of twice) {
    expect(more).toEqual([])
    expect(other).toEqual(one)
  }
  expect(first.length).toBe(130)
})

test('while a lease runs nobody else sends the mail, however often delivery wakes', async () => {
  const time = await loadWorkingTime(desk.database.worker)
  const claim = await claimMessages(
    desk.deps,
    { asOf: desk.now(), time, windowOpen: true, heldSince: null },
    20,
  )
  expect(claim.messages).toHaveLength(20)
  await desk.deliver()
  await desk.deliver()
  expect((await states()).sending).toBe(20)
  const held = new Set(claim.messages.map(({ address }) => address))
  expect(desk.mails.filter(({ to }) => held.has(to))).toEqual([])
})

test('a second unknown fate is left to a person', async () => {
  desk.mailEnds = () => ({ kind: 'uncertain', error: 'cut' })
  await desk.deliver()
  await desk.deliver()
  await desk.deliver()
  const { rows } = await sql<{ attempts: number; n: number }>`
    select attempts, count(*) as n from message group by attempts`.execute(desk.database.owner)
  expect(rows.map(({ attempts }) => attempts)).toEqual([2])
  expect(Object.keys(await states())).toEqual(['uncertain'])
})

test('a mail whose sender was killed time and again is still sent, and never left to a person for it', async () => {
  for (let crash = 0; crash < 5; crash += 1) {
    desk.mailEnds = () => {
      throw new Error('killed')
    }
    await expect(desk.deliver()).rejects.toThrow('killed')
    await leasesEnd()
  }
  desk.mailEnds = () => ({ kind: 'sent' })
  await desk.deliver()
  expect(Object.keys(await states())).toEqual(['sent'])
})

test('a database that is away for a moment makes no second copy of what has just gone', async () => {
  const gone = sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and usename = 'duban_worker'`
  let sent = 0
  desk.mailEnds = async () => {
    sent += 1
    if (sent === 20) await gone.execute(desk.database.worker)
    return { kind: 'sent' }
  }
  await desk.deliver().catch(() => undefined)
  await leasesEnd()
  await desk.deliver()
  expect(Object.keys(await states())).toEqual(['sent'])
  expect(new Set(desk.mails.map(({ messageId }) => messageId)).size).toBe(desk.mails.length)
})

test('a mail that cannot be made costs those of its claim no second copy', async () => {
  let calls = 0
  desk.mailEnds = () => {
    calls += 1
    if (calls === 50) throw new Error('cannot be made')
    return { kind: 'sent' }
  }
  await expect(desk.deliver()).rejects.toThrow('cannot be made')
  await leasesEnd()
  await desk.deliver()
  expect(Object.keys(await states())).toEqual(['sent'])
  expect(new Set(desk.mails.map(({ messageId }) => messageId)).size).toBe(desk.mails.length)
})

test('a drain that breaks has no lane left at work: what it claimed is settled, or waits for its lease', async () => {
  let calls = 0
  desk.mailEnds = async () => {
    calls += 1
    if (calls === 3) throw new Error('database away')
    await new Promise((done) => setTimeout(done, 30))
    return { kind: 'sent' }
  }
  await expect(desk.deliver()).rejects.toThrow('database away')
  const after = await states()
  const sent = desk.mails.length
  await new Promise((done) => setTimeout(done, 300))
  expect(desk.mails.length).toBe(sent)
  expect(await states()).toEqual(after)
  expect(after.sending).toBeLessThanOrEqual(20)
})

test('a mail that was put off and then met an unknown fate goes once more before a person is asked', async () => {
  const answers: SendOutcome[] = [
    { kind: 'temporary', error: '451 busy', remedy: 'try-later' },
    { kind: 'uncertain', error: 'cut' },
    { kind: 'sent' },
  ]
  const told = new Map<string, number>()
  desk.mailEnds = ({ to }) => {
    const nth = told.get(to) ?? 0
    told.set(to, nth + 1)
    return answers[nth] ?? { kind: 'sent' }
  }
  await desk.deliver()
  await desk.at('2014-04-03 09:45')
  await desk.deliver()
  await desk.deliver()
  expect(Object.keys(await states())).toEqual(['sent'])
  expect(new Set(told.values())).toEqual(new Set([3]))
})
