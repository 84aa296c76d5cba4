import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDesk, type Desk } from '../support/desk.ts'
import { testApp } from '../support/app.ts'

/** Somebody opens a page without being signed in, and signs in by the link that comes by mail. */
let desk: Desk
let app: FastifyInstance

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 26 })
  app = await testApp(desk.database)
})
afterAll(async () => {
  await app.close()
  await desk.close()
})

const post = (url: string, fields: Record<string, string>) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })

async function mailedLink(email: string, next: string): Promise<string> {
  const before = desk.mails.length
  // Within a minute of the last one no other goes.
  await desk.at(new Date(desk.now().getTime() + 61_000))
  expect((await post('/sign-in', { email, next })).headers.location).toBe('/sign-in?sent=1')
  await desk.deliver()
  const [mail] = desk.mails.slice(before)
  return /\/sign-in\/[^\s"]+/.exec(mail?.text ?? '')?.[0] ?? ''
}

async function followed(link: string): Promise<string | undefined> {
  const page = (await app.inject({ url: link })).body
  const next = /name="next" value="([^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const answer = await post(link.replace(/\?.*/, ''), { next })
  expect(answer.cookies.length).toBeGreaterThan(0)
  return answer.headers.location
}

const email = async () => {
  const { email: address } = await desk.database.owner
    .selectFrom('account')
    .select('email')
    .where('email', 'is not', null)
    .executeTakeFirstOrThrow()
  return address ?? ''
}

test('the mailed link leads to the page that was asked for', async () => {
  const link = await mailedLink(await email(), '/docket?level=2')
  expect(await followed(link)).toBe('/docket?level=2')
})

test('and never to another site', async () => {
  for (const elsewhere of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
    expect(await followed(await mailedLink(await email(), elsewhere))).toBe('/')
  }
  const link = await mailedLink(await email(), '/')
  expect((await post(link, { next: '//evil.example' })).headers.location).toBe('/')
})
