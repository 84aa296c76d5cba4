import { sql } from 'kysely'
import type { Db } from '../../db/connection.ts'
import { addDays, dateIn, type LocalDate } from '../../domain/time.ts'
import type { Random } from '../../domain/random.ts'
import { decideItems, type Decision } from '../../operations/docket/decideItems.ts'
import { perform, type AccountActor } from '../../operations/perform.ts'
import { acceptReport } from '../../operations/review/acceptReport.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { unlessRefused, type CastUnit } from './actors.ts'
import { pick } from './pick.ts'

/** What those who review and decide do on a working day of the demo. */
export interface DeskInput {
  api: Db
  owner: Db
  campaignId: number
  coordinator: AccountActor
  units: ReadonlyMap<number, CastUnit>
  random: Random
  zone: string
  now: Date
}

/** The coordinator goes through what came in: most is accepted, some goes back with a new date. */
export async function review(input: DeskInput): Promise<void> {
  const waiting = await input.owner
    .selectFrom('report')
    .select(['id', 'version'])
    .where('campaign_id', '=', input.campaignId)
    .where('state', '=', 'submitted')
    .orderBy('id')
    .limit(600)
    .execute()
  const dueOn = addDays(dateIn(input.zone, input.now), 4)
  const chosen = waiting.map((report) => ({ ...report, back: report.version === 1 && input.random() < 0.04 }))
  await inParallel(chosen, ({ id, back }) =>
    unlessRefused(
      perform(input.api, input.coordinator, (op) =>
        back
          ? returnReport(op, { reportId: id, reason: '请写明走访的户数和帮扶结果', dueOn })
          : acceptReport(op, { reportId: id }),
      ),
    ),
  )
}

/** Units whose report came back report again, most of them within some days. */
export async function reportAgain(input: DeskInput): Promise<void> {
  const returned = await input.owner
    .selectFrom('obligation')
    .select(['id', 'unit_id'])
    .where('campaign_id', '=', input.campaignId)
    .where('state', '=', 'returned')
    .orderBy('id')
    .execute()
  const ready = returned.filter(() => input.random() < 0.45)
  await inParallel(ready, async ({ id, unit_id }) => {
    const link = input.units.get(unit_id)?.link
    if (link === null || link === undefined) return
    await unlessRefused(
      perform(input.api, link, (op) =>
        submitReport(op, {
          obligationId: id,
          text: '补充：走访 32 户，结对 6 户，均已落实。',
          values: new Map(),
          channel: 'link',
          submitterName: link.name,
        }),
      ),
    )
  })
}

interface Held {
  id: number
  unit: number
  role: AccountActor['role']
  account: number
  name: string
}

/** Supervisors look at their dockets: extend, urge, waive a few, and leave some to climb. */
export async function decide(input: DeskInput): Promise<void> {
  const { rows } = await sql<Held>`
    select i.id, a.unit_id as unit, a.role, a.id as account, a.name from docket_item i
    join lateral (select * from account a where a.unit_id = i.holder_unit_id and a.role = i.holder_role order by a.id limit 1) a on true
    where i.campaign_id = ${input.campaignId} and i.state = 'undecided' and i.acknowledged_at is null order by i.id`.execute(
    input.owner,
  )
  const byHolder = new Map<number, Held[]>()
  for (const item of rows) byHolder.set(item.account, [...(byHolder.get(item.account) ?? []), item])
  const dueOn = addDays(dateIn(input.zone, input.now), 7)
  const deskwork = [...byHolder.values()].map((items) => ({
    items,
    choice: chooseFor(items, input.random, dueOn),
  }))
  await inParallel(deskwork, async ({ items, choice }) => {
    const [holder] = items
    if (choice === null || holder === undefined) return
    const actor: AccountActor = {
      kind: 'account',
      accountId: holder.account,
      unitId: holder.unit,
      role: holder.role,
      name: holder.name,
      language: 'zh-CN',
    }
    await unlessRefused(perform(input.api, actor, (op) => decideItems(op, choice)))
  })
}

function chooseFor(items: Held[], random: Random, dueOn: LocalDate): Decision | null {
  const itemIds = items.map(({ id }) => id)
  switch (
    pick(random, [
      ['nothing', 70],
      ['extend', 12],
      ['urge', 10],
      ['waive', 3],
      ['acknowledge', 5],
    ] as const)
  ) {
    case 'nothing':
      return null
    case 'extend':
      return { kind: 'extend', itemIds, reason: '春耕和换届，材料不齐，延期补报', dueOn }
    case 'urge':
      return { kind: 'urge', itemIds, reason: '请尽快补报，先报能报的' }
    case 'waive':
      return { kind: 'waive', itemIds: itemIds.slice(0, 1), reason: '村已合并，由接收的村报' }
    case 'acknowledge':
      return { kind: 'acknowledge', itemIds, reason: '' }
  }
}

/** As many at a time as the pool of connections bears. */
export async function inParallel<T>(
  things: T[],
  work: (thing: T) => Promise<void>,
  lanes = 8,
): Promise<void> {
  const queue = [...things]
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let thing = queue.shift(); thing !== undefined; thing = queue.shift()) await work(thing)
    }),
  )
}
