import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MailboxRule } from '../../mail/mailbox/mailbox.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { addContact, changeContact } from '../../operations/tree/changeContact.ts'
import { addressAt, issue, messagesTo } from '../support/story.ts'
import { createWorld, type World } from '../support/world.ts'

/** Mail servers that put off, refuse, or cut the line before they have answered. */
let world: World
const rules = new Map<string, MailboxRule | 'drop-first'>()
let putOff: string
let refused: string
let cut: string
let cutOnce: string
let full: string

beforeAll(async () => {
  world = await createWorld({
    at: '2014-04-03 09:30',
    units: 40,
    rules: (recipient) => {
      const rule = rules.get(recipient) ?? 'accept'
      return rule === 'drop-first'
        ? world.mailbox.count(recipient) < 2
          ? 'drop-after-data'
          : 'accept'
        : rule
    },
  })
  const [first, second, third, fourth, fifth] = world.units
    .filter(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)
    .map(({ code }) => code)
  putOff = first!
  refused = second!
  cut = third!
  cutOnce = fourth!
  full = fifth!
  rules.set(addressAt(world, full), { code: 552, message: '5.2.2 mailbox full' })
  rules.set(addressAt(world, putOff), { code: 450, message: '4.2.0 greylisted' })
  rules.set(addressAt(world, refused), { code: 550, message: '5.1.1 no such user' })
  rules.set(addressAt(world, cut), 'drop-after-data')
  rules.set(addressAt(world, cutOnce), 'drop-first')
  await issue(world, exampleNotice('grassroots'))
})
afterAll(() => world.close())

const messageTo = async (code: string) =>
  world.database.owner
    .selectFrom('message')
    .selectAll()
    .where('unit_id', '=', await world.unitId(code))
    .orderBy('id')
    .executeTakeFirstOrThrow()

const contactOf = async (code: string) =>
  world.database.owner
    .selectFrom('contact')
    .selectAll()
    .where('unit_id', '=', await world.unitId(code))
    .executeTakeFirstOrThrow()

test('a mail that is put off is tried again, and goes once', async () => {
  await expect.poll(() => messagesTo(world, putOff)).toEqual(['issue temporary_failure'])
  rules.delete(addressAt(world, putOff))
  await world.until('2014-04-03 10:30')
  expect(await messagesTo(world, putOff)).toEqual(['issue sent'])
  expect(world.mailsTo(addressAt(world, putOff))).toHaveLength(1)
  expect((await messageTo(putOff)).attempts).toBe(2)
})

test('a mail that is refused for good is not tried again, and the contact shows with what can be done', async () => {
  expect(await messagesTo(world, refused)).toEqual(['issue permanent_failure'])
  expect(await messageTo(refused)).toMatchObject({ attempts: 1, remedy: 'address-unknown' })
  const contact = await contactOf(refused)
  expect(contact.undeliverable_since).not.toBeNull()
  expect(contact.undeliverable_remedy).toBe('address-unknown')
})

test('a mail whose fate is not known is sent once more, unchanged, and then left to a person', async () => {
  await expect.poll(() => messagesTo(world, cut)).toEqual(['issue uncertain'])
  await world.until('2014-04-03 12:00')
  expect(await messageTo(cut)).toMatchObject({ state: 'uncertain', attempts: 2 })
  const copies = world.mailsTo(addressAt(world, cut))
  expect(copies).toHaveLength(2)
  const bodies = await Promise.all(copies.map(async ({ id }) => (await world.mailbox.get(id))!))
  const messageId = (raw: Buffer): string | undefined => /^Message-ID: (\S+)/im.exec(raw.toString())?.[1]
  expect(messageId(bodies[0]!.raw)).toBeDefined()
  expect(messageId(bodies[1]!.raw)).toBe(messageId(bodies[0]!.raw))
  expect(bodies[1]!.text).toBe(bodies[0]!.text)
})

test('sent once more and answered this time, it counts as sent', async () => {
  expect(await messageTo(cutOnce)).toMatchObject({ state: 'sent', attempts: 2 })
  expect(world.mailsTo(addressAt(world, cutOnce))).toHaveLength(2)
})

test('a full mailbox that was emptied gets the next mail, and the contact is well again', async () => {
  expect(await contactOf(full)).toMatchObject({ undeliverable_remedy: 'mailbox-full' })
  rules.delete(addressAt(world, full))
  await world.until('2014-04-15 10:00')
  expect((await messagesTo(world, full)).at(-1)).toBe('reminder sent')
  expect(await contactOf(full)).toMatchObject({ undeliverable_since: null, undeliverable_remedy: null })
})

test('an address put right: what could not be delivered goes there, and the contact is well again', async () => {
  const { id, name, telephone } = await contactOf(refused)
  await world.do(world.coordinator, (op) =>
    changeContact(op, { contactId: id, name, telephone, email: 'mended@fl.example', language: 'zh-CN' }),
  )
  await world.settle()
  expect(world.mailsTo('mended@fl.example').map(({ subject }) => subject.slice(0, 3))).toContain('请签收')
  expect((await contactOf(refused)).undeliverable_since).toBeNull()
})

test('a contact added in mid-campaign is told of everything that her unit has', async () => {
  const unitId = await world.unitId(putOff)
  await world.do(world.coordinator, (op) =>
    addContact(op, { unitId, name: '新来的', email: 'new@fl.example', telephone: null, language: 'zh-CN' }),
  )
  await world.settle()
  expect(world.mailsTo('new@fl.example').map(({ subject }) => subject.slice(0, 3))).toEqual(['请签收'])
})
