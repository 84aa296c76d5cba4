import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultInstallation } from '../../domain/installation.ts'
import { closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { changeInstallation, settingsMark } from '../../operations/installation/changeInstallation.ts'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import { endContact } from '../../operations/tree/changeContact.ts'
import { eraseContact, eraseWhatHasHadItsTime } from '../../operations/tree/erasePerson.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import type { AccountActor } from '../../operations/perform.ts'
import { createDesk, type Desk } from '../support/desk.ts'

let desk: Desk
let admin: AccountActor
let campaignId: number
let villages: { code: string; name: string; email: string }[]

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 40 })
  admin = { ...desk.coordinator, role: 'administrator' }
  campaignId = await desk.issue(exampleNotice('grassroots'))
  await desk.deliver()
  villages = desk.units.flatMap(({ type, code, contacts: [contact] }) =>
    type === 'village' && contact?.email ? [{ code, name: contact.name, email: contact.email }] : [],
  )
})
afterAll(() => desk.close())

/** Every place of the database in which a text stands. */
async function placesOf(text: string): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`.execute(
    desk.database.owner,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } =
      await sql`select from ${sql.table(name)} t where t::text like ${`%${text}%`} limit 1`.execute(
        desk.database.owner,
      )
    if (rows.length > 0) found.push(name)
  }
  return found
}

describe('a contact whose personal data are erased', () => {
  test('stands nowhere any more by address, telephone or name, and what her unit did stays', async () => {
    const [village] = villages
    const actor = await desk.contactOf(campaignId, village!.code)
    const { id: obligationId } = await desk.database.owner
      .selectFrom('obligation')
      .select('id')
      .where('unit_id', '=', actor.unitId)
      .where('duty', '=', 'report')
      .orderBy('id')
      .executeTakeFirstOrThrow()
    await desk.do(actor, (op) =>
      submitReport(op, {
        obligationId,
        text: '已走访',
        values: new Map(),
        channel: 'link',
        submitterName: village!.name,
      }),
    )
    await desk.deliver()
    expect(await placesOf(village!.email)).toEqual(['contact', 'message'])
    await expect(
      desk.do(desk.coordinator, (op) => eraseContact(op, { contactId: actor.contactId, reason: '本人要求' })),
    ).rejects.toMatchObject({ code: 'not-allowed' })
    await desk.do(admin, (op) => eraseContact(op, { contactId: actor.contactId, reason: '本人要求' }))
    expect(await placesOf(village!.email)).toEqual([])
    const report = await desk.database.owner
      .selectFrom('report')
      .select(['text', 'submitter_name'])
      .where('obligation_id', '=', obligationId)
      .executeTakeFirstOrThrow()
    expect(report).toEqual({ text: '已走访', submitter_name: '—' })
  })
})

describe('what is personal', () => {
  const settings = { ...defaultInstallation, retentionMonths: 12 }

  test('is kept for good where the installation says nothing else', async () => {
    const [, village] = villages
    const { contactId } = await desk.contactOf(campaignId, village!.code)
    await desk.do(admin, (op) => endContact(op, { contactId }))
    await desk.do(desk.coordinator, (op) => closeCampaign(op, { campaignId, reason: '结束' }))
    await desk.at('2020-01-02 10:00')
    expect(await eraseWhatHasHadItsTime(desk.database.worker, desk.now())).toEqual({ persons: 0, mails: 0 })
    await desk.at('2014-04-04 10:00')
  })

  test('is erased when its months are over, and not a day before', async () => {
    const [, village] = villages
    await desk.do(admin, async (op) => {
      const was = settingsMark(await loadInstallation(op.tx))
      await changeInstallation(op, { was, wanted: settings })
    })
    await desk.at('2015-04-03 10:00')
    const first = await eraseWhatHasHadItsTime(desk.database.worker, desk.now())
    expect(first.persons).toBe(0)
    expect(first.mails).toBeGreaterThan(0)
    expect(await placesOf(village!.email)).toEqual(['contact'])
    await desk.at('2015-04-06 10:00')
    const erased = await eraseWhatHasHadItsTime(desk.database.worker, desk.now())
    expect(erased.persons).toBeGreaterThan(0)
    expect(await placesOf(village!.email)).toEqual([])
    expect(await eraseWhatHasHadItsTime(desk.database.worker, desk.now())).toEqual({ persons: 0, mails: 0 })
  })
})

test('settings are not overwritten by somebody who has not seen the last change', async () => {
  const change = (was: string) =>
    desk.do(admin, (op) =>
      changeInstallation(op, { was, wanted: { ...defaultInstallation, name: '市妇联' } }),
    )
  await expect(change(settingsMark(defaultInstallation))).rejects.toMatchObject({ code: 'changed-meanwhile' })
})
