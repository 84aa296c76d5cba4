import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildApp } from '../api/app.ts'
import { describeApi } from '../api/openapi.ts'
import { connect } from '../db/connection.ts'

/** `duban openapi`: writes api/openapi.json anew. Needs no database: no query is made. */
export async function writeOpenapi(): Promise<void> {
  const db = connect('postgres://nobody@127.0.0.1:1/none')
  const app = await buildApp({
    db,
    baseUrl: 'http://localhost:8080',
    linkKey: Buffer.alloc(32),
    secureCookies: false,
  })
  writeFileSync(fileURLToPath(new URL('../api/openapi.json', import.meta.url)), await describeApi(app))
  await app.close()
  await db.destroy()
}
