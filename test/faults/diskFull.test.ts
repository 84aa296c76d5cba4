import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '../../api/app.ts'
import { freePort } from '../../cli/embedded/ports.ts'
import { startPostgres, type RunningPostgres } from '../../cli/embedded/postgres.ts'
import { connect, type Db } from '../../db/connection.ts'
import { ensureFirstFacts } from '../../db/firstFacts.ts'
import { migrateToLatest } from '../../db/migrations/index.ts'
import { generateFederation } from '../../domain/federation.ts'
import { noticeDraftSchema } from '../../domain/notice.ts'
import { linkToken } from '../../mail/links.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { checkNotice, issueNotice } from '../../operations/notice/issueNotice.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { perform, type AccountActor } from '../../operations/perform.ts'
import { insertAssignments } from '../../db/queries/assignments.ts'
import { administrator, importUnits } from '../support/people.ts'
import { BASE_URL, LINK_KEY } from '../support/settings.ts'

/** A database whose disk is full: what cannot be kept is refused in plain words, and what was kept stays. */
const folder = mkdtempSync(join(tmpdir(), 'duban-disk-'))
const mounted =
  process.platform === 'linux' &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=220m,mode=711', 'tmpfs', folder]).status === 0
const filler = join(folder, 'filler')
let postgres: RunningPostgres
let owner: Db
let api: Db
let app: Awaited<ReturnType<typeof buildApp>> | undefined
let token: string
let obligationId: number

beforeAll(async () => {
  if (!mounted) return
  chmodSync(folder, 0o711)
  postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    port: await freePort(),
    log: () => undefined,
  })
  owner = connect(postgres.url('duban_owner'), { max: 2 })
  api = connect(postgres.url('duban_api'), { max: 4 })
  await migrateToLatest(owner)
  await ensureFirstFacts(owner, { unitName: '市妇联', administratorName: '管理员', at: new Date() })
  const admin = await administrator(owner)
  await importUnits(api, admin, generateFederation({ seed: 1, units: 12 }))
  ;({ token, obligationId } = await issueToVillage(admin))
  app = await buildApp({ db: api, baseUrl: BASE_URL, linkKey: LINK_KEY, secureCookies: false })
})
afterAll(async () => {
  if (mounted) {
    await app?.close()
    await Promise.all([owner.destroy(), api.destroy()])
    await postgres.stop()
    spawnSync('umount', [folder])
  }
  rmSync(folder, { recursive: true, force: true })
})

async function issueToVillage(admin: AccountActor): Promise<{ token: string; obligationId: number }> {
  const actor: AccountActor = { ...admin, role: 'coordinator' }
  const draft = noticeDraftSchema.parse(exampleNotice('grassroots'))
  const { noticeId } = await perform(api, actor, (op) =>
    saveNotice(op, { noticeId: null, version: null, draft }),
  )
  await sql`update clock set shift_ms = extract(epoch from timestamptz '2014-04-03 02:00Z' - now()) * 1000`.execute(
    owner,
  )
  await perform(api, actor, (op) => checkNotice(op, { noticeId, version: null }))
  const { campaignId } = await perform(api, actor, (op) => issueNotice(op, { noticeId, version: null }))
  const contact = await owner
    .selectFrom('contact')
    .select('unit_id')
    .where('email', 'is not', null)
    .executeTakeFirstOrThrow()
  const at = new Date('2014-04-03T02:00:00Z')
  await owner
    .transaction()
    .execute((tx) =>
      insertAssignments(tx, { campaignId, unitIds: [contact.unit_id], asOf: at, sendAt: at, swept: true }),
    )
  await owner.updateTable('campaign').set({ state: 'open' }).execute()
  const link = await owner.selectFrom('link').select('id').executeTakeFirstOrThrow()
  const obligation = await owner
    .selectFrom('obligation')
    .select('id')
    .where('duty', '=', 'report')
    .orderBy('id')
    .executeTakeFirstOrThrow()
  return { token: linkToken(LINK_KEY, { linkId: link.id, generation: 1 }), obligationId: obligation.id }
}

function keep(name: string, content: Buffer) {
  return app!.inject({
    method: 'POST',
    url: `/api/v1/links/${token}/obligations/${obligationId}/files`,
    headers: { 'idempotency-key': `key-of-${name}` },
    payload: { name, content: content.toString('base64') },
  })
}

/** Readable, and with no two parts alike, so that it takes its room. */
const text = (bytes: number): Buffer => Buffer.from(randomBytes(bytes / 2).toString('hex'))

test.skipIf(!mounted)(
  'a full disk refuses in plain words, keeps no half, and what had been kept is whole',
  async () => {
    const first = text(100_000)
    expect((await keep('first.txt', first)).statusCode).toBe(200)
    const free = statfsSync(folder)
    writeFileSync(filler, Buffer.alloc(Math.max(0, free.bavail * free.bsize - 300_000)))
    let answer = await keep('kept-0.txt', text(1_000_000))
    for (let n = 1; n < 8 && answer.statusCode === 200; n += 1)
      answer = await keep(`kept-${n}.txt`, text(1_000_000))
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['retry-after']).toBeDefined()
    expect(answer.json()).toMatchObject({ code: 'unavailable' })

    rmSync(filler)
    await expect
      .poll(async () => (await keep('last.txt', text(1_000_000))).statusCode, { timeout: 30_000 })
      .toBe(200)
    const files = await owner
      .selectFrom('attachment')
      .select(['name', 'content', 'sha256'])
      .where('obligation_id', '=', obligationId)
      .orderBy('id')
      .execute()
    expect(files[0]?.content.equals(first)).toBe(true)
    for (const { content, sha256 } of files)
      expect(createHash('sha256').update(content).digest().equals(sha256)).toBe(true)
    const { rows } = await sql<{ n: number }>`
    select count(*) as n from audit_entry where operation = 'add-attachment'`.execute(owner)
    expect(rows[0]?.n).toBe(files.length)
  },
)
