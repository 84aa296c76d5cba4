import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sessionOf, testApp } from '../support/app.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { administrator } from '../support/people.ts'

let database: TestDatabase
let app: FastifyInstance
let headers: Record<string, string>

beforeAll(async () => {
  database = await createTestDatabase()
  headers = { authorization: `Bearer ${await sessionOf(database, await administrator(database.owner))}` }
  app = await testApp(database)
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

const at = '/api/v1/mail-texts/receipt/en'
const send = (method: 'PUT' | 'POST', url: string, payload: object) =>
  app.inject({ method, url, headers, payload })

test('programs change the words of mails as people do, and are told the same', async () => {
  const words = { subject: 'Thank you: {what}', opening: 'No. {receipt}', closing: '' }
  const refused = await send('PUT', at, { ...words, opening: '{salary}', version: 0 })
  expect(refused.statusCode).toBe(422)
  expect(refused.json()).toMatchObject({
    fields: [{ field: 'opening', code: 'placeholder-unknown', facts: { name: 'salary' } }],
  })
  expect(refused.body).toContain('salary')

  const preview = await send('POST', `${at}/preview`, words)
  expect(preview.json()).toMatchObject({ unitName: null, subject: 'Thank you: Summary of X' })

  expect((await send('PUT', at, { ...words, version: 0 })).json()).toEqual({ version: 1 })
  expect((await send('PUT', at, { ...words, version: 0 })).statusCode).toBe(409)
  expect((await app.inject({ url: at, headers })).json()).toMatchObject({
    version: 1,
    text: words,
    original: { subject: 'Received: {what}' },
    history: [{ version: 1, text: words }],
  })
  expect((await send('POST', `${at}/reset`, { version: 1 })).json()).toEqual({ version: 2 })
  expect((await app.inject({ url: '/api/v1/mail-texts', headers })).json()).toMatchObject({
    items: [{ kind: 'receipt', language: 'en', version: 2, text: null }],
  })
})
