import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { examine, repair } from '../../worker/doctor.ts'
import { campaignWorkflowId } from '../../workflows/names.ts'
import { issue } from '../support/story.ts'
import { createWorld, type World } from '../support/world.ts'

let world: World
let campaignId: number

beforeAll(async () => {
  world = await createWorld({ at: '2014-04-03 09:30', units: 30 })
  campaignId = await issue(world, exampleNotice('grassroots'))
  await world.until('2014-05-14 10:00')
})
afterAll(() => world.close())

const amiss = async (): Promise<Record<string, number>> => {
  const found = await examine(world.database.worker, world.worker.client)
  return Object.fromEntries(found.map(({ code, n }) => [code, n]))
}
const mended = async () => {
  const { client } = world.worker
  await repair(world.database.worker, client, await examine(world.database.worker, client))
}

describe('the doctor', () => {
  test('finds nothing amiss in a campaign under way', async () => {
    expect(await amiss()).toEqual({})
  })

  test('finds a run that should exist and does not, and starts it', async () => {
    await world.worker.client.workflow.getHandle(campaignWorkflowId(campaignId)).terminate()
    expect(await amiss()).toEqual({ 'runs-missing': 1 })
    await mended()
    await world.settle()
    expect(await amiss()).toEqual({})
  })

  test('finds where the closure differs from the tree, and writes it anew', async () => {
    const { owner } = world.database
    const before = await owner.selectFrom('unit_closure').selectAll().execute()
    await sql`delete from unit_closure where depth = 2`.execute(owner)
    await sql`insert into unit_closure select max(id), min(id), 1 from unit`.execute(owner)
    expect((await amiss())['closure-differs']).toBeGreaterThan(1)
    await mended()
    expect(await amiss()).toEqual({})
    const key = (rows: typeof before) =>
      rows.map((row) => `${row.ancestor_id} ${row.descendant_id} ${row.depth}`).sort()
    expect(key(await owner.selectFrom('unit_closure').selectAll().execute())).toEqual(key(before))
  })

  test('finds where kept counts differ from what they count, and counts anew', async () => {
    const { owner } = world.database
    const before = await owner
      .selectFrom('tally')
      .select(({ fn }) => fn.sum<number>('n').as('n'))
      .execute()
    await sql`update tally set n = n + 1 where ctid = (select min(ctid) from tally)`.execute(owner)
    await sql`update tally_day set day = day + 1 where ctid = (select min(ctid) from tally_day)`.execute(
      owner,
    )
    expect((await amiss())['counts-differ']).toBeGreaterThan(1)
    await mended()
    expect(await amiss()).toEqual({})
    expect(
      await owner
        .selectFrom('tally')
        .select(({ fn }) => fn.sum<number>('n').as('n'))
        .execute(),
    ).toEqual(before)
  })

  test('finds an item whose matter is done, and settles it', async () => {
    const { owner } = world.database
    const item = await owner
      .selectFrom('docket_item')
      .select(['id', 'obligation_id'])
      .where('state', '=', 'undecided')
      .executeTakeFirstOrThrow()
    await sql`update obligation set state = 'waived' where id = ${item.obligation_id}`.execute(owner)
    expect(await amiss()).toEqual({ 'items-settled': 1 })
    await mended()
    expect(await amiss()).toEqual({})
  })

  test('leaves to a person what is a person’s to decide', async () => {
    const { owner } = world.database
    await sql`update message set state = 'uncertain', uncertain_times = 2 where id = (select min(id) from message)`.execute(
      owner,
    )
    await sql`insert into setting (key, value) values ('mailHold', jsonb_build_object('since', now()))`.execute(
      owner,
    )
    await mended()
    expect(await amiss()).toEqual({ 'mails-for-a-person': 1, 'mail-held': 1 })
  })

  test('says so when Temporal does not answer', async () => {
    const found = await examine(world.database.worker, null)
    expect(found.map(({ code }) => code)).toContain('temporal-unreachable')
  })
})
