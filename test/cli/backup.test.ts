import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { MockActivityEnvironment } from '@temporalio/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deliverDue } from '../../activities/delivery/deliverDue.ts'
import { dump } from '../../cli/backup/dump.ts'
import { load, verify } from '../../cli/backup/load.ts'
import { releaseMail } from '../../operations/access/releaseMail.ts'
import { requestSignIn } from '../../operations/access/signIn.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { perform } from '../../operations/perform.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { loadSoundness } from '../../db/queries/soundness.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createDesk, type Desk } from '../support/desk.ts'

/** An installation is backed up while it runs, and comes back in another database. */
const folder = mkdtempSync(join(tmpdir(), 'duban-backup-'))
const file = join(folder, 'one.backup')
const key = randomBytes(32)
let desk: Desk
let target: TestDatabase
let campaignId: number

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 60 })
  campaignId = await desk.issue(exampleNotice('grassroots'))
  await desk.deliver()
  const code = desk.units.find(({ type, contacts }) => type === 'village' && contacts[0]?.email)!.code
  const contact = await desk.contactOf(campaignId, code)
  const { id: obligationId } = await desk.database.owner
    .selectFrom('obligation')
    .select('id')
    .where('unit_id', '=', contact.unitId)
    .where('duty', '=', 'report')
    .orderBy('id')
    .executeTakeFirstOrThrow()
  const text = '制表符\t，反斜杠\\，换行\n\\.\n完'
  await desk.do(contact, (op) =>
    submitReport(op, { obligationId, text, values: new Map(), channel: 'link', submitterName: '王' }),
  )
  await desk.at('2014-05-07 09:00')
  await desk.sweep(campaignId)
  await dump(desk.database.url('duban_owner'), key, file, '2014-05-07T01:00:00Z')
  target = await createTestDatabase()
})
afterAll(async () => {
  await desk.close()
  await target.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** Every row of every table that is kept, as text. */
async function contents(database: TestDatabase): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relname !~ '^kysely_' and relname not in ('session', 'sign_in_token', 'idempotency_key', 'tally', 'tally_day', 'calendar_version') order by 1`.execute(
    database.owner,
  )
  const entries = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await sql<{ sum: string }>`
        select count(*) || ' ' || md5(coalesce(string_agg(t::text, E'\n' order by t::text), '')) as sum
        from ${sql.table(name)} t where t::text not like '%mailHold%'`.execute(database.owner)
      return [name, rows[0]?.sum ?? ''] as const
    }),
  )
  return Object.fromEntries(entries)
}

const damaged = (name: string, change: (bytes: Buffer) => Buffer): string => {
  const path = join(folder, name)
  writeFileSync(path, change(readFileSync(file)))
  return path
}

describe('a backup', () => {
  test('that is cut short, damaged, foreign or sealed with another key is refused, and the target is unchanged', async () => {
    const before = await contents(target)
    const into = (path: string, withKey = key) =>
      load(target.url('duban_owner'), withKey, path, { replace: true })
    const cases: [string, string][] = [
      [damaged('short', (bytes) => bytes.subarray(0, bytes.length - 100)), 'cut-short'],
      [damaged('head', (bytes) => bytes.subarray(0, 60)), 'cut-short'],
      [
        damaged('bit', (bytes) => Buffer.from(bytes.map((b, i) => (i === bytes.length >> 1 ? b ^ 1 : b)))),
        'key-or-damage',
      ],
      [damaged('more', (bytes) => Buffer.concat([bytes, Buffer.from('more')])), 'key-or-damage'],
      [damaged('other', () => Buffer.from('PK\u0003\u0004 some other file')), 'foreign'],
      [damaged('empty', () => Buffer.alloc(0)), 'foreign'],
    ]
    for (const [path, why] of cases) await expect(into(path), path).rejects.toMatchObject({ why })
    await expect(into(file, randomBytes(32))).rejects.toMatchObject({ why: 'key-or-damage' })
    expect(await contents(target)).toEqual(before)
  })

  test('holds nothing that can be read without the key', () => {
    const bytes = readFileSync(file)
    for (const words of ['fl.example', '妇联', 'grassroots']) expect(bytes.includes(words)).toBe(false)
  })

  test('does not take the place of units that are there, unless it is told to', async () => {
    await sql`insert into unit (code, created_at) values ('A', now()), ('B', now())`.execute(target.owner)
    await expect(load(target.url('duban_owner'), key, file, { replace: false })).rejects.toMatchObject({
      why: 'not-empty',
    })
  })

  test('brings back every row as it was', async () => {
    expect((await verify(file, key)).rows).toBeGreaterThan(500)
    await load(target.url('duban_owner'), key, file, { replace: true })
    expect(await contents(target)).toEqual(await contents(desk.database))
  })

  test('has the counts made anew from what came back', async () => {
    const { n } = await target.owner
      .selectFrom('tally')
      .select(({ fn }) => fn.sum<number>('n').as('n'))
      .executeTakeFirstOrThrow()
    expect(n).toBeGreaterThan(50)
    expect((await loadSoundness(target.worker)).counts).toBe(0)
  })

  test('lets new rows be added after it has come back', async () => {
    const { id } = await target.owner
      .insertInto('unit')
      .values({ code: 'NEW', created_at: new Date() })
      .returning('id')
      .executeTakeFirstOrThrow()
    expect(id).toBeGreaterThan(desk.units.length)
    await target.owner.deleteFrom('unit').where('id', '=', id).execute()
  })
})

describe('mails after a restore', () => {
  const deliver = () =>
    new MockActivityEnvironment().run(deliverDue, { ...desk.deps, db: target.worker }, desk.now())

  test('are held, but for the link of who signs in to release them', async () => {
    const before = desk.mails.length
    await deliver()
    expect(desk.mails.length).toBe(before)
    const email = 'held@fl.example'
    await target.owner.updateTable('account').set({ email }).where('role', '=', 'administrator').execute()
    await requestSignIn(target.api, email, '/')
    await deliver()
    expect(desk.mails.slice(before).map(({ to }) => to)).toEqual([email])
  })

  test('that waited in the backup are dropped at the release, and what falls due goes from then on', async () => {
    const { n: waiting } = await target.owner
      .selectFrom('message')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('state', '=', 'created')
      .executeTakeFirstOrThrow()
    expect(waiting).toBeGreaterThan(0)
    const administrator = { ...desk.coordinator, role: 'administrator' as const }
    const release = () => perform(target.api, administrator, (op) => releaseMail(op, { sendWaiting: false }))
    expect(await release()).toEqual({ sent: 0, dropped: waiting })
    await expect(release()).rejects.toMatchObject({ code: 'mail-not-held' })
    const before = desk.mails.length
    await deliver()
    expect(desk.mails.length).toBeGreaterThan(before)
    expect(new Set(desk.mails.slice(before).map(({ headers }) => headers['X-Duban-Kind']))).not.toContain(
      'issue',
    )
  })
})
