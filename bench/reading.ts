import { sql } from 'kysely'
import { loadBurnUp } from '../db/queries/burnUp.ts'
import { countByDuty, loadDistricts, loadNeeds, loadTargetSums } from '../db/queries/campaignBoard.ts'
import { loadCampaignHead } from '../db/queries/campaignHead.ts'
import { listInbox } from '../db/queries/docketInbox.ts'
import { loadChases, loadClimbs, loadOpenGroups } from '../db/queries/moments.ts'
import { listUnits } from '../db/queries/unitList.ts'
import { loadWorkingTime } from '../db/queries/workingTime.ts'
import { inScope, type Db, type Tx } from '../db/connection.ts'
import { quantile, rounded, timed, type Entry, type Size } from './measure.ts'
import { openPlace } from './place.ts'
import { fillCampaigns, MID_CAMPAIGN } from './tenCampaigns.ts'

/** What people wait for, and a bare query that finds the same rows by an index, as the tables' owner. */
interface Page {
  name: string
  ours: (tx: Tx) => Promise<unknown>
  baseline: (db: Db) => Promise<unknown>
}

/** What a page asks of the database with ten large campaigns stored, under row-level security. */
export async function reading(size: Size): Promise<Entry[]> {
  const units = size === 'small' ? 3070 : 100_000
  const place = await openPlace()
  try {
    const [campaignId] = await fillCampaigns(place, units, 10)
    if (campaignId === undefined) throw new Error('no campaign')
    return await readPages(place, campaignId, { units, rounds: size === 'full' ? 200 : 60 })
  } finally {
    await place.close()
  }
}

interface Wanted {
  units: number
  rounds: number
}

/** The coordinator's pages of a campaign, and the inbox of the supervisor who holds most. */
export async function readPages(
  place: { api: Db; owner: Db },
  campaignId: number,
  wanted: Wanted,
): Promise<Entry[]> {
  const root = await rootOf(place.owner)
  const holder = await busiestHolder(place.owner)
  const entries: Entry[] = []
  for (const page of campaignPages(campaignId))
    entries.push(await readPage(place, { ...page, unitId: root }, wanted))
  entries.push(await readPage(place, { ...inboxPage(holder), unitId: holder }, wanted))
  return entries
}

function campaignPages(campaignId: number): Page[] {
  return [
    {
      name: 'board of a campaign',
      async ours(tx) {
        const head = await loadCampaignHead(tx, campaignId)
        const [, report] = head.duties
        if (report === undefined) throw new Error('a campaign has a report')
        await loadWorkingTime(tx, head.zone)
        await loadOpenGroups(tx, [head])
        await countByDuty(tx, head, MID_CAMPAIGN)
        await loadDistricts(tx, head, report, MID_CAMPAIGN)
        await loadBurnUp(tx, head, report, MID_CAMPAIGN)
        await loadNeeds(tx, head)
        await loadTargetSums(tx, report)
        await loadChases(tx, head.id, 60)
        await loadClimbs(tx, [head.id])
      },
      baseline: (db) =>
        sql`select milestone_id, state, count(*) from obligation where campaign_id = ${campaignId} group by 1, 2`.execute(
          db,
        ),
    },
    {
      name: 'unit list of a campaign',
      async ours(tx) {
        const head = await loadCampaignHead(tx, campaignId)
        const [, report] = head.duties
        if (report === undefined) throw new Error('a campaign has a report')
        const filter = { state: null, district: null, reach: null, q: '' }
        await listUnits(tx, head, report, filter, { asOf: MID_CAMPAIGN, offset: 0, limit: 50 })
        await countByDuty(tx, head, MID_CAMPAIGN)
      },
      baseline: (db) =>
        sql`select o.*, u.code from unit u join obligation o on o.unit_id = u.id
          where o.campaign_id = ${campaignId} and o.duty = 'report' order by u.code limit 50`.execute(db),
    },
  ]
}

function inboxPage(holder: number): Page {
  return {
    name: "a supervisor's inbox",
    async ours(tx) {
      const { calendar } = await loadWorkingTime(tx)
      await listInbox(tx, {
        seats: [{ unitId: holder, role: 'supervisor' }],
        filter: 'all',
        ids: null,
        asOf: MID_CAMPAIGN,
        calendar,
        limit: 50,
        offset: 0,
      })
    },
    baseline: (db) =>
      sql`select i.*, o.due_on from docket_item i join obligation o on o.id = i.obligation_id
        where i.state = 'undecided' and i.holder_unit_id = ${holder} and i.holder_role = 'supervisor'
        order by o.due_on, i.id limit 50`.execute(db),
  }
}

async function rootOf(owner: Db): Promise<number> {
  const { unit_id } = await owner
    .selectFrom('placement')
    .select('unit_id')
    .where('parent_id', 'is', null)
    .executeTakeFirstOrThrow()
  return unit_id
}

async function busiestHolder(owner: Db): Promise<number> {
  const { rows } = await sql<{ unit: number }>`
    select i.holder_unit_id as unit from docket_item i join placement p on p.unit_id = i.holder_unit_id
    where p.parent_id is not null group by 1 order by count(*) desc limit 1`.execute(owner)
  return rows[0]?.unit ?? 0
}

async function readPage(
  place: { api: Db; owner: Db },
  page: Page & { unitId: number },
  wanted: Wanted,
): Promise<Entry> {
  const ours: number[] = []
  const baseline: number[] = []
  for (let round = 0; round < wanted.rounds; round += 1) {
    ours.push(await timed(() => inScope(place.api, { unitId: page.unitId, depth: 'subtree' }, page.ours)))
    baseline.push(await timed(() => page.baseline(place.owner)))
  }
  const p99 = quantile(ours, 0.99)
  const ratio = p99 / quantile(baseline, 0.99)
  return {
    name: page.name,
    ours: rounded(p99),
    baseline: rounded(quantile(baseline, 0.99)),
    unit: 'ms, p99',
    ratio: rounded(ratio),
    goal: 'ratio <= 3 and p99 <= 50 ms',
    met: ratio <= 3 && p99 <= 50,
    note: `10 campaigns of ${wanted.units} assignments stored; what the page asks, in one transaction as the API's role under row-level security; p50 ${rounded(quantile(ours, 0.5))} against ${rounded(quantile(baseline, 0.5))} ms, ${wanted.rounds} rounds.`,
  }
}
