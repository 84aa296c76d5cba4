import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readInbox } from '../../activities/bounces/readInbox.ts'
import { forgiveBounced } from '../../activities/bounces/recordBounce.ts'
import { imapInbox, type Inbox } from '../../mail/inbox/inbox.ts'
import type { OutgoingMail } from '../../mail/mailer.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { changeContact } from '../../operations/tree/changeContact.ts'
import { startInboxReader } from '../../worker/inboxReader.ts'
import { bounceSamples, type About } from '../mail/bounceSamples.ts'
import { startImapServer, type ImapServer } from '../mail/imapServer.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { addressAt, messagesTo } from '../support/story.ts'

/** Mails that a relay took and sent back later, read from the mailbox by IMAP. */
let desk: Desk
let server: ImapServer
let inbox: Inbox
let codes: string[]
let next = 0

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 60 })
  server = await startImapServer()
  inbox = imapInbox({ url: server.url, mostBytes: 128 * 1024 })
  codes = desk.units
    .filter(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)
    .map(({ code }) => code)
  await desk.issue(exampleNotice('grassroots'))
  await desk.deliver()
})
afterAll(async () => {
  await inbox.close()
  await server.close()
  await desk.close()
})

let code: string
let mail: OutgoingMail
beforeEach(() => {
  code = codes[next] ?? ''
  next += 1
  mail = desk.mails.find(({ to }) => to === addressAt(desk, code))!
})

const bounced = (name: string, about: Partial<About> = {}): string =>
  bounceSamples
    .find((sample) => sample.name.startsWith(name))!
    .raw({
      to: mail.to.toLowerCase(),
      id: mail.messageId,
      ...about,
    })
const read = () => readInbox(desk.database.worker, inbox)

async function contact() {
  return desk.database.owner
    .selectFrom('contact')
    .selectAll()
    .where('unit_id', '=', await desk.unitId(code))
    .orderBy('id')
    .executeTakeFirstOrThrow()
}
async function bounces(): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select concat_ws(' ', b.outcome, b.status, b.remedy, u.code) as line from bounce b join unit u on u.id = b.unit_id
    where u.code = ${code} order by b.id`.execute(desk.database.owner)
  return rows.map(({ line }) => line)
}

describe('a mail that came back', () => {
  test('counts as not delivered, its contact shows with the remedy, and the record says so', async () => {
    server.deliver(bounced('Postfix, no such user'))
    expect(await read()).toEqual(['failed'])
    expect(await messagesTo(desk, code)).toEqual(['issue permanent_failure'])
    expect(await contact()).toMatchObject({ undeliverable_remedy: 'address-unknown' })
    expect((await contact()).undeliverable_since).not.toBeNull()
    const told = await desk.database.owner
      .selectFrom('audit_entry')
      .select(['unit_id', 'actor_kind'])
      .where('operation', '=', 'mail-bounced')
      .execute()
    const kept = await desk.database.owner.selectFrom('bounce').selectAll().execute()
    expect(JSON.stringify(kept), 'an address is kept once, where erasing a person finds it').not.toContain(
      mail.to,
    )
    expect(told).toEqual([{ unit_id: await desk.unitId(code), actor_kind: 'system' }])
  })

  test('read twice is written once', async () => {
    server.deliver(bounced('Sendmail, mailbox full'))
    await Promise.all([
      read(),
      readInbox(desk.database.worker, imapInbox({ url: server.url, mostBytes: 128 * 1024 })),
    ])
    server.renumber()
    server.cut()
    await expect.poll(() => read().catch(() => null)).toEqual([])
    expect(await bounces()).toEqual([`failed 5.2.2 mailbox-full ${code}`])
  })

  test('for now only is told of, and the mail stays sent', async () => {
    server.deliver(bounced('Postfix, delayed'))
    expect(await read()).toEqual(['noted'])
    expect(await messagesTo(desk, code)).toEqual(['issue sent'])
    expect((await contact()).undeliverable_since).toBeNull()
  })

  test('because of our domain blames no contact', async () => {
    server.deliver(bounced('Gmail, refused for want'))
    expect(await read()).toEqual(['failed'])
    expect(await messagesTo(desk, code)).toEqual(['issue permanent_failure'])
    expect((await contact()).undeliverable_since).toBeNull()
  })

  test('forged by somebody who has not seen the mail changes nothing', async () => {
    server.deliver(bounced('Postfix, no such user', { id: mail.messageId.replace(/\.[^@]+@/, '.guessed@') }))
    expect(await read()).toEqual(['noted'])
    expect(await messagesTo(desk, code)).toEqual(['issue sent'])
    expect((await contact()).undeliverable_since).toBeNull()
  })

  test('as a letter that names no mail of ours is told at the unit whose address it names', async () => {
    server.deliver(bounced('QQ, a letter'))
    expect(await read()).toEqual(['noted'])
    expect(await bounces()).toEqual([`noted address-unknown ${code}`])
  })

  test('of which nobody knows what it was is told to whoever is at the top', async () => {
    server.deliver(bounced('QQ, a letter', { to: 'nobody@elsewhere.example' }))
    expect(await read()).toEqual(['unmatched'])
    code = 'HRB'
    expect(await bounces()).toEqual(['unmatched address-unknown HRB'])
  })

  test('from an address that has been put right since leaves the new one alone', async () => {
    const { id, name, telephone } = await contact()
    await desk.do(desk.coordinator, (op) =>
      changeContact(op, { contactId: id, name, telephone, email: 'put.right@fl.example', language: 'zh-CN' }),
    )
    server.deliver(bounced('Postfix, no such user'))
    expect(await read()).toEqual(['failed'])
    expect((await contact()).undeliverable_since).toBeNull()
  })

  test('while it is still being sent waits for the next reading', async () => {
    const row = { state: 'sending', lease_until: new Date(Date.now() + 600_000) } as const
    const update = (set: object) =>
      desk.database.owner.updateTable('message').set(set).where('header_id', '=', mail.messageId).execute()
    await update(row)
    server.deliver(bounced('Postfix, no such user'))
    expect(await read()).toEqual([])
    await update({ state: 'sent', lease_until: null })
    expect(await read()).toEqual(['failed'])
  })

  test('is taken for no answer: an absence changes nothing', async () => {
    server.deliver(bounced('an absence'))
    expect(await read()).toEqual([])
    expect(await messagesTo(desk, code)).toEqual(['issue sent'])
  })

  test('leaves its contact unreachable though a relay takes the next mail, until that one has stayed out a day', async () => {
    server.deliver(bounced('Coremail'))
    expect(await read()).toEqual(['failed'])
    await desk.at('2014-04-15 09:00')
    const campaigns = await desk.database.owner.selectFrom('campaign').select('id').execute()
    for (const { id } of campaigns) await desk.sweep(id)
    await desk.deliver()
    expect((await messagesTo(desk, code)).at(-1)).toBe('reminder sent')
    expect((await contact()).undeliverable_since).not.toBeNull()
    await desk.at('2014-04-16 10:00')
    await forgiveBounced(desk.database.worker, desk.now())
    expect((await contact()).undeliverable_since).toBeNull()
  })

  test('shows seconds after the server has told of it', async () => {
    const reader = startInboxReader({
      db: desk.database.worker,
      inbox: imapInbox({ url: server.url, mostBytes: 128 * 1024 }),
      onError: (error) => expect.unreachable(String(error)),
    })
    const asked = server.asked.length
    await expect.poll(() => server.asked.slice(asked).includes('IDLE'), { timeout: 8000 }).toBe(true)
    server.deliver(bounced('Exim'))
    await expect
      .poll(async () => (await contact()).undeliverable_remedy, { timeout: 8000 })
      .toBe('address-unknown')
    await reader.stop()
  })
})
