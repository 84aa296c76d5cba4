import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { setTimeout as pause } from 'node:timers/promises'
import { issueAssignments } from '../activities/campaign/issueAssignments.ts'
import { moveClock } from '../db/clock.ts'
import { linkToken } from '../mail/links.ts'
import { LINK_KEY, serverWithBareRoute } from './bareRoute.ts'
import { ISSUED_AT, local, newCampaign } from './campaigns.ts'
import { settleFederation } from './federation.ts'
import { quantile, rounded, type Entry, type Size } from './measure.ts'
import { openPlace, type Place } from './place.ts'

const A_SECOND = 50
const ROUND_SECONDS = 10
const seconds: Record<Size, number> = { small: 20, usual: 60, full: 600 }

interface Act {
  url: string
  body: object
  /** Rows that ours writes for it, and the baseline too. */
  rows: number
}

/** Units acknowledge and report over HTTP, at a steady rate whether or not answers come, against bare transactions. */
export async function httpLoad(size: Size): Promise<Entry[]> {
  const place = await openPlace()
  const app = await serverWithBareRoute(place)
  try {
    const acts = await prepare(place, app, (seconds[size] * A_SECOND) / 2)
    const found = await load(app, acts)
    const stored = await storedIn(place)
    return [entryOf(found, { asked: acts.length, stored })]
  } finally {
    await app.close()
    await place.close()
  }
}

/** A campaign of so many units, of which each acknowledges, then reports. */
async function prepare(place: Place, app: FastifyInstance, units: number): Promise<Act[]> {
  await moveClock(place.owner, { shiftMs: local('2014-04-14 10:00').getTime() - Date.now(), skippedMs: 0 })
  await settleFederation(place.owner, units + 40)
  const campaignId = await newCampaign(place.owner, { units })
  await issueAssignments(place.worker, campaignId, ISSUED_AT)
  const { rows: links } = await sql<{ link: number; generation: number; obligation: number }>`
    select distinct on (l.unit_id) l.id as link, c.generation, o.id as obligation from link l
    join contact c on c.id = l.contact_id join obligation o on o.unit_id = l.unit_id and o.duty = 'report'
    order by l.unit_id limit ${units + 1}`.execute(place.owner)
  await sql`vacuum analyze`.execute(place.superuser)
  const acts = links.map(({ link, generation, obligation }) => {
    const base = `/api/v1/links/${linkToken(LINK_KEY, { linkId: link, generation })}`
    const text = '走访辖区家庭 32 户，结对 6 户，均已落实帮扶人；反映集中的是就近就业和子女课后照看。'
    return [
      { url: `${base}/acknowledge`, body: {}, rows: 0 },
      { url: `${base}/obligations/${obligation}/report`, body: { text, submitterName: '王某某' }, rows: 0 },
    ]
  })
  const [first = [], ...others] = acts
  const rows: number[] = []
  for (const act of first) rows.push(await rowsOf(place, () => post(app, act)))
  return others.flat().map((act, index) => ({ ...act, rows: rows[index % 2] ?? 0 }))
}

/** How many rows of any table an act inserts and changes. */
async function rowsOf({ superuser }: Place, act: () => Promise<void>): Promise<number> {
  const written = async (): Promise<number> => {
    await pause(1500)
    const { rows } = await sql<{ n: number }>`
      select sum(n_tup_ins + n_tup_upd)::integer as n from pg_stat_user_tables`.execute(superuser)
    return rows[0]?.n ?? 0
  }
  const before = await written()
  await act()
  return (await written()) - before
}

async function post(app: FastifyInstance, { url, body }: Pick<Act, 'url' | 'body'>): Promise<void> {
  const response = await fetch(new URL(url, app.listeningOrigin), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${answer}`)
}

interface Found {
  ours: number[]
  baseline: number[]
}

/** Rounds of some seconds, ours and the baseline's in turn; a first of the baseline's warms up. */
async function load(app: FastifyInstance, acts: Act[]): Promise<Found> {
  const found: Found = { ours: [], baseline: [] }
  const slice = A_SECOND * ROUND_SECONDS
  const bare = (some: Act[]): Act[] => some.map((act) => ({ ...act, url: `/bare/${act.rows}` }))
  await atRate(app, bare(acts.slice(0, A_SECOND * 2)))
  for (let from = 0; from < acts.length; from += slice) {
    const some = acts.slice(from, from + slice)
    found.ours.push(...(await atRate(app, some)))
    found.baseline.push(...(await atRate(app, bare(some))))
  }
  return found
}

/** @returns milliseconds from when each was to be sent until its answer was read: who waits for a turn counts it */
function atRate(app: FastifyInstance, acts: Act[]): Promise<number[]> {
  const start = performance.now()
  return Promise.all(
    acts.map(async (act, index) => {
      const due = start + (index * 1000) / A_SECOND
      await pause(Math.max(0, due - performance.now()))
      await post(app, act)
      return performance.now() - due
    }),
  )
}

async function storedIn({ owner }: Place): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from assignment where acknowledged_at is not null)::integer
      + (select count(*) from report)::integer - 2 as n`.execute(owner)
  return rows[0]?.n ?? 0
}

function entryOf({ ours, baseline }: Found, { asked, stored }: { asked: number; stored: number }): Entry {
  const [p99, bareP99] = [quantile(ours, 0.99), quantile(baseline, 0.99)]
  return {
    name: 'acknowledge and report over HTTP',
    ours: rounded(p99),
    baseline: rounded(bareP99),
    unit: 'ms, p99',
    ratio: rounded(p99 / bareP99),
    goal: 'p99 ratio <= 3, all stored',
    met: p99 / bareP99 <= 3 && stored === asked,
    note: `${asked} acts at ${A_SECOND} a second, half of them reports, in rounds of ${ROUND_SECONDS} s; ${stored} stored. p50 ${rounded(quantile(ours, 0.5))} against ${rounded(quantile(baseline, 0.5))} ms. Client and server are one process, limits on askers are off. The baseline is one transaction of as many rows by the same server.`,
  }
}
