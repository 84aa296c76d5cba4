import type { FastifyInstance } from 'fastify'
import { chromium, type Browser } from 'playwright-core'
import { findChromium } from '../../cli/embedded/chromium.ts'
import { freePort } from '../../cli/embedded/ports.ts'
import { generateFederation } from '../../domain/federation.ts'
import { testApp, tokenOf } from '../web/app.ts'
import { createCity, type City } from '../web/city.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

export const executablePath = findChromium()

/** A small city three working days before its deadline, served to a browser. */
export interface UnitCity {
  database: TestDatabase
  city: City
  browser: Browser
  baseUrl: string
  /** Villages with a mailbox that have not acknowledged. */
  silent: string[]
  /** The address of a unit's page. */
  pageOf(code: string): Promise<string>
  obligationOf(code: string, ordinal: number): Promise<number>
  stop(): Promise<void>
}

export async function openUnitCity(): Promise<UnitCity> {
  const database = await createTestDatabase()
  const city = await createCity(database, { units: 120 })
  const app: FastifyInstance = await testApp(database.api)
  const port = await freePort()
  await app.listen({ port, host: '127.0.0.1' })
  const baseUrl = `http://127.0.0.1:${port}`
  const browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic'],
  })
  const silent = generateFederation({ seed: 1, units: 120 })
    .filter(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)
    .map(({ code }) => code)
  return {
    database,
    city,
    browser,
    baseUrl,
    silent,
    pageOf: async (code) => `${baseUrl}/u/${await tokenOf(database.owner, city.campaignId, code)}`,
    obligationOf: async (code, ordinal) => {
      const row = await database.owner
        .selectFrom('obligation as o')
        .innerJoin('unit as u', 'u.id', 'o.unit_id')
        .innerJoin('milestone as m', 'm.id', 'o.milestone_id')
        .select('o.id')
        .where('u.code', '=', code)
        .where('m.ordinal', '=', ordinal)
        .executeTakeFirstOrThrow()
      return row.id
    },
    stop: async () => {
      await browser.close()
      await app.close()
      await database.drop()
    },
  }
}
