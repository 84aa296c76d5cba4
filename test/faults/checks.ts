import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../db/connection.ts'
import { late } from '../../db/queries/timeliness.ts'
import { loadSoundness } from '../../db/queries/soundness.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { addWorkingMinutes } from '../../domain/calendar.ts'
import type { Acknowledged } from './client.ts'
import type { Installation } from './installation.ts'

/** What a campaign came to, told without ids and times: two runs that came to the same have the same lines. */
export interface Outcome {
  obligations: string[]
  ledger: string[]
  decisions: string[]
}

/** What became of a reminder, by what became of the mail that it went into. */
const outcomeClass = sql`case
  when not exists (select from contact c where c.unit_id = r.unit_id and c.email is not null and c.campaign_id is null) then 'no-address'
  when m.id is null then 'none'
  when m.state = 'sent' then 'sent'
  when m.state = 'permanent_failure' and m.remedy is not null then 'failed'
  when m.state = 'cancelled' then 'lapsed'
  else m.state end`

const mailOfReminder = sql`left join lateral (
  select m.* from message m where m.kind = 'reminder' and m.unit_id = r.unit_id and m.slot = r.slot order by m.id limit 1) m on true`

export async function outcomeOf(owner: Db, campaignId: number): Promise<Outcome> {
  const lines = async (query: ReturnType<typeof sql<{ line: string }>>): Promise<string[]> =>
    (await query.execute(owner)).rows.map(({ line }) => line)
  return {
    obligations: await lines(sql`
      select concat_ws(' ', u.code, coalesce(m.ordinal, 0), 'v' || o.due_version, o.state, case when ${late} then 'late' end) as line
      from obligation o join unit u on u.id = o.unit_id left join milestone m on m.id = o.milestone_id
      where o.campaign_id = ${campaignId} order by 1`),
    ledger: await lines(sql`
      select concat_ws(' ', u.code, coalesce(ms.ordinal, 0), 'v' || r.due_version, r.step || '/' || r.nth, ${outcomeClass}) as line
      from reminder r join obligation o on o.id = r.obligation_id join unit u on u.id = r.unit_id
      left join milestone ms on ms.id = o.milestone_id ${mailOfReminder}
      where r.campaign_id = ${campaignId} order by 1`),
    decisions: await lines(sql`
      select concat_ws(' ', u.code, coalesce(ms.ordinal, 0), 'r' || i.round, i.state, i.level, (
        select string_agg(d.kind || coalesce('>' || d.extended_to, ''), ',' order by d.id) from decision d where d.docket_item_id = i.id)) as line
      from docket_item i join obligation o on o.id = i.obligation_id join unit u on u.id = i.unit_id
      left join milestone ms on ms.id = o.milestone_id where i.campaign_id = ${campaignId} order by 1`),
  }
}

/** Lines that only one of the two runs has. */
export function differences(calm: Outcome, disturbed: Outcome): string[] {
  return (['obligations', 'ledger', 'decisions'] as const).flatMap((part) => {
    const [one, other] = [new Set(calm[part]), new Set(disturbed[part])]
    return [
      ...calm[part].filter((line) => !other.has(line)).map((line) => `calm only: ${part}: ${line}`),
      ...disturbed[part].filter((line) => !one.has(line)).map((line) => `disturbed only: ${part}: ${line}`),
    ]
  })
}

export interface WritesFound {
  lost: string[]
  doubled: string[]
}

/** Looks for every write that was answered with 2xx: stored, with its file's hash, once. */
export async function findWrites(owner: Db, acknowledged: readonly Acknowledged[]): Promise<WritesFound> {
  const count = await countsByKey(owner)
  const files = await hashesByName(owner)
  const states = await reportStates(owner)
  const given = await acknowledgementsByUnit(owner)
  const lost: string[] = []
  const doubled: string[] = []
  for (const write of acknowledged) {
    const found = foundTimes(write, { count, files, states, given })
    if (found === 0) lost.push(`${write.kind} ${write.key}`)
    if (found > 1) doubled.push(`${write.kind} ${write.key}`)
  }
  return { lost, doubled }
}

interface Stored {
  count: ReadonlyMap<string, number>
  files: ReadonlyMap<string, string[]>
  states: ReadonlyMap<number, { state: string; accepted: number; returned: number }>
  given: ReadonlyMap<number, number>
}

function foundTimes(write: Acknowledged, stored: Stored): number {
  switch (write.kind) {
    case 'acknowledge':
      return stored.given.get(write.unitId) ?? 0
    case 'report':
      return stored.count.get(`report ${write.key}`) ?? 0
    case 'file': {
      const hashes = stored.files.get(`${write.key}.txt`) ?? []
      return hashes.every((hash) => hash === write.sha256) ? hashes.length : 0
    }
    case 'accept':
      return stored.states.get(write.subjectId)?.accepted ?? 0
    case 'return':
      return stored.states.get(write.subjectId)?.returned ?? 0
    case 'decide':
      // One that somebody else had decided meanwhile took effect on nothing, and said so.
      return write.body['decided'] === 0 ? 1 : (stored.count.get(`decision ${write.key}`) ?? 0)
    case 'close':
      return stored.count.get('closed') ?? 0
  }
}

const KEY = String.raw`\d+-(?:report|again|decide|flood)-[0-9a-z-]+`

async function countsByKey(owner: Db): Promise<Map<string, number>> {
  const { rows } = await sql<{ what: string; n: number }>`
    select 'report ' || substring(text from ${KEY}) as what, count(*) as n from report where text ~ ${KEY} group by 1
    union all select 'decision ' || substring(reason from ${KEY}), count(*) from decision where reason ~ ${KEY} group by 1
    union all select 'closed', count(*) from audit_entry where operation = 'close-campaign'`.execute(owner)
  return new Map(rows.map(({ what, n }) => [what, n]))
}

/** Worked out anew from what is stored, not read from the column. */
async function hashesByName(owner: Db): Promise<Map<string, string[]>> {
  const files = new Map<string, string[]>()
  for (let after = 0; ;) {
    const rows = await owner
      .selectFrom('attachment')
      .select(['id', 'name', 'content', 'sha256'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(2000)
      .execute()
    for (const { name, content, sha256 } of rows) {
      const hash = createHash('sha256').update(content).digest('hex')
      files.set(name, [...(files.get(name) ?? []), hash === sha256.toString('hex') ? hash : 'damaged'])
    }
    const last = rows.at(-1)
    if (last === undefined) return files
    after = last.id
  }
}

async function reportStates(owner: Db): Promise<Stored['states']> {
  const { rows } = await sql<{ id: number; state: string; accepted: number; returned: number }>`
    select r.id, r.state,
      (select count(*) from audit_entry a where a.subject = 'report' and a.subject_id = r.id and a.operation = 'accept-report') as accepted,
      (select count(*) from audit_entry a where a.subject = 'report' and a.subject_id = r.id and a.operation = 'return-report') as returned
    from report r where r.state in ('accepted', 'returned', 'superseded')`.execute(owner)
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

/** Said twice it is true once; one that came with a report counts as well. */
async function acknowledgementsByUnit(owner: Db): Promise<Map<number, number>> {
  const { rows } = await sql<{ unit_id: number; n: number }>`
    select a.unit_id, greatest(1, (select count(*) from audit_entry e
      where e.operation = 'acknowledge' and e.subject = 'assignment' and e.subject_id = a.id)) as n
    from assignment a where a.acknowledged_at is not null`.execute(owner)
  return new Map(rows.map(({ unit_id, n }) => [unit_id, n]))
}

export interface MailsFound {
  /** Reminders that ended in none of the ways that are promised, and mails called sent that nobody got. */
  missing: string[]
  /** Copies beyond the first, all with the Message-ID of the first. */
  extra: number
  /** The most copies of one mail. */
  most: number
}

export async function findMails(installation: Installation, outcome: Outcome): Promise<MailsFound> {
  const copies = new Map<string, number>()
  for (const { messageId } of installation.mails()) copies.set(messageId, (copies.get(messageId) ?? 0) + 1)
  const { rows } = await sql<{ id: number; state: string; header_id: string | null }>`
    select id, state, header_id from message`.execute(installation.owner)
  const known = new Set(rows.flatMap(({ header_id }) => header_id ?? []))
  const ends = new Set(['sent', 'failed', 'lapsed', 'no-address'])
  const missing = [
    ...outcome.ledger.filter((line) => !ends.has(line.split(' ').at(-1) ?? '')),
    ...rows
      .filter(({ state, header_id }) => state === 'sent' && !copies.has(header_id ?? ''))
      .map(({ id }) => `mail ${id} is called sent and nobody got it`),
    ...[...copies.keys()].filter((id) => !known.has(id)).map((id) => `${id} came from nowhere`),
  ]
  const counts = [...copies.values()]
  return {
    missing,
    extra: counts.reduce((sum, n) => sum + n - 1, 0),
    most: Math.max(0, ...counts),
  }
}

/** What has not come to rest, or contradicts itself, once everything is back. */
export async function findStuck(owner: Db): Promise<string[]> {
  const soundness = await loadSoundness(owner)
  const { rows } = await sql<{ what: string; n: number }>`
    select 'outbox' as what, count(*) as n from outbox
    union all select 'mail without an end', count(*) from message
      where state in ('sending', 'uncertain') or (state in ('created', 'temporary_failure') and send_at < duban_now() - interval '1 day')
    union all select 'campaign without its result', count(*) from campaign where state in ('issuing') or (state in ('closed', 'cancelled') and result is null)
    union all select 'docket open after the end', count(*) from docket_item i join campaign c on c.id = i.campaign_id
      where c.state in ('closed', 'cancelled') and i.state = 'undecided'
    union all select 'two undecided items of one obligation', count(*) from (
      select obligation_id from docket_item where state = 'undecided' group by 1 having count(*) > 1) d
    union all select 'half a request', count(*) from idempotency_key where response is null
    union all select 'report without its obligation', count(*) from obligation o where o.duty = 'report' and o.state = 'expected'
      and exists (select from report r where r.obligation_id = o.id and r.state = 'submitted')`.execute(owner)
  return [
    ...rows.filter(({ n }) => n > 0).map(({ what, n }) => `${what}: ${n}`),
    ...Object.entries(soundness)
      .filter(([, n]) => n > 0)
      .map(([what, n]) => `${what}: ${String(n)}`),
    ...(await waitsThatDisagree(owner)),
  ]
}

/** The wait of an undecided item runs from where it began, in the working time that is in force. */
async function waitsThatDisagree(owner: Db): Promise<string[]> {
  const { calendar } = await loadWorkingTime(owner)
  const items = await owner
    .selectFrom('docket_item')
    .select(['id', 'wait_from', 'wait_minutes', 'wait_ends_at'])
    .where('state', '=', 'undecided')
    .where('wait_ends_at', 'is not', null)
    .execute()
  return items
    .filter(
      ({ wait_from, wait_minutes, wait_ends_at }) =>
        addWorkingMinutes(calendar, wait_from, wait_minutes).getTime() !== wait_ends_at?.getTime(),
    )
    .map(({ id }) => `the wait of item ${id} disagrees`)
}
