import { sql } from 'kysely'
import { issueAssignments } from '../activities/campaign/issueAssignments.ts'
import { bare, makeBare } from './bare.ts'
import { ISSUED_AT, newCampaign } from './campaigns.ts'
import { settleFederation } from './federation.ts'
import { alternate, atMost, type Entry, type Size, type Timed } from './measure.ts'
import { openPlace, type Place } from './place.ts'

const written = ['assignment', 'obligation', 'link', 'message'] as const
type Written = (typeof written)[number]

/** Assignments of a campaign against a bare INSERT of the rows that they come to. */
export async function assignments(size: Size): Promise<Entry[]> {
  const entries: Entry[] = []
  const sizes = size === 'small' ? [3070] : [3070, 100_000]
  for (const units of sizes) {
    const place = await openPlace()
    const rounds = units > 10_000 ? (size === 'full' ? 5 : 3) : 9
    const timed = await timeAssignments(place, units, rounds).finally(() => place.close())
    entries.push(
      atMost(1.4, {
        name: `assignments of a campaign, ${units} units`,
        ...timed,
        unit: 'ms',
        note: `Audience, assignments, three duties, a link and an issue mail for each: about ${units * 6} rows. Median of ${rounds} rounds; the baseline copies the same rows into tables with the same indexes and keys.`,
      }),
    )
  }
  return entries
}

export async function timeAssignments(place: Place, units: number, rounds: number): Promise<Timed> {
  await settleFederation(place.owner, units)
  await makeBare(place.superuser, written)
  const sample = await newCampaign(place.owner, { units, reports: 2 })
  await issueAssignments(place.worker, sample, ISSUED_AT)
  for (const table of written) {
    await sql`create unlogged table ${sampleOf(table)} as select * from ${sql.table(table)}`.execute(
      place.superuser,
    )
    await sql`insert into ${bare(table)} select * from ${sampleOf(table)}`.execute(place.superuser)
  }
  await sql`vacuum analyze`.execute(place.superuser)
  let campaignId = sample
  return alternate({
    rounds,
    async before() {
      campaignId = await newCampaign(place.owner, { units, reports: 2 })
      await sql`checkpoint`.execute(place.superuser)
    },
    ours: () => issueAssignments(place.worker, campaignId, ISSUED_AT),
    baseline: (round) => copyRows(place, campaignId, (round + 1) * 100_000_000),
  })
}

const sampleOf = (table: Written) => bare(`sample_${table}`)

/** The rows of the sample once more, for another campaign, under ids of their own: one INSERT for each table. */
async function copyRows({ superuser }: Place, campaignId: number, above: number): Promise<void> {
  const { rows: columns } = await sql<{ table: Written; name: string }>`
    select relname as table, attname as name from pg_attribute join pg_class c on c.oid = attrelid
    where relnamespace = 'public'::regnamespace and relname = any(${written}::text[]) and attnum > 0
      and not attisdropped order by attnum`.execute(superuser)
  for (const table of written) {
    const values = columns
      .filter((column) => column.table === table)
      .map(({ name }) => {
        if (name === 'campaign_id') return sql`${campaignId}::integer`
        return name === 'id' || name === 'assignment_id'
          ? sql`${sql.ref(name)} + ${above}::bigint`
          : sql.ref(name)
      })
    await sql`insert into ${bare(table)} select ${sql.join(values)} from ${sampleOf(table)}`.execute(
      superuser,
    )
  }
}
