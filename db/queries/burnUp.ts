import { sql } from 'kysely'
import { addDays, dateIn, type Instant, type LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { CampaignDuty, CampaignHead } from './campaignHead.ts'
import { ofDuty, ofMilestone } from './stateCounts.ts'

/** How many units had come how far by the end of a day; on the last day, by now. */
export interface BurnUpDay {
  date: LocalDate
  acknowledged: number
  /** Reported and not let off since, whatever became of the report. Of an acknowledgement: acknowledged. */
  answered: number
  accepted: number
  /** Past their date without an answer. Who was let off is left out; who was given longer counts from the later date. */
  overdue: number
}

/** Of a campaign that has run longer, the days before are summed into the first. */
const MOST_DAYS = 400

type Line = Exclude<keyof BurnUpDay, 'date'>

/** Every day from issuing until now (or until the campaign ended), as many rows as days however many units there are. */
export async function loadBurnUp(
  tx: Tx,
  head: CampaignHead,
  duty: CampaignDuty,
  asOf: Instant,
): Promise<BurnUpDay[]> {
  const until = head.endedAt ?? asOf
  const last = dateIn(head.zone, until)
  const issued = dateIn(head.zone, head.issuedAt)
  const earliest = addDays(last, 1 - MOST_DAYS)
  const first = issued < earliest ? earliest : issued
  const range = { first, last, until }
  const steps = stepsByDay(await (head.tallied ? keptSteps : seenSteps)(tx, head, duty, range))
  const sums: Record<Line, number> = { acknowledged: 0, answered: 0, accepted: 0, overdue: 0 }
  const days: BurnUpDay[] = []
  for (let date = first; date <= last; date = addDays(date, 1)) {
    for (const { line, n } of steps.get(date) ?? []) sums[line] += n
    days.push({ date, ...sums })
  }
  return days
}

interface Step {
  date: LocalDate
  line: Line
  n: number
}

interface Range {
  first: LocalDate
  last: LocalDate
  until: Instant
}

/** By how much each line rises or falls on a day. A date that ends with the last day has not passed yet. */
async function keptSteps(
  tx: Tx,
  head: CampaignHead,
  duty: CampaignDuty,
  { first, last }: Range,
): Promise<Step[]> {
  const { rows } = await sql<Step>`
    select greatest(o.day, ${first}::date)::text as date,
      case o.line when 'made_good' then 'overdue' else o.line end as line,
      sum(case o.line when 'made_good' then - o.n else o.n end)::integer as n
    from tally_day o where o.campaign_id = ${head.id} and ${ofMilestone(duty)}
      and o.day <= ${last}::date and (o.line <> 'overdue' or o.day < ${last}::date)
    group by 1, 2`.execute(tx)
  return rows
}

/** The same for a reader who sees few units. What ends at midnight belongs to the day that it ends. */
async function seenSteps(
  tx: Tx,
  head: CampaignHead,
  duty: CampaignDuty,
  { first, until }: Range,
): Promise<Step[]> {
  const answeredAt =
    duty.duty === 'acknowledge'
      ? sql`a.acknowledged_at`
      : sql`case when o.state in ('submitted', 'returned', 'accepted') then coalesce(o.first_submitted_at, o.submitted_at) end`
  const { rows } = await sql<Step>`
    with owed as (
      select a.acknowledged_at, ${answeredAt} as answered_at, r.reviewed_at as accepted_at, o.state <> 'waived' as owes,
        case when ${answeredAt} is null then o.due_at else coalesce(o.judged_due_at, o.due_at) end as late_at
      from obligation o join assignment a on a.id = o.assignment_id
      left join report r on r.obligation_id = o.id and r.state = 'accepted' and o.state = 'accepted'
      where ${ofDuty(head.id, duty)}),
    step as (
      select acknowledged_at as at, 'acknowledged' as line, 1 as n from owed where acknowledged_at is not null
      union all select answered_at, 'answered', 1 from owed where answered_at is not null
      union all select accepted_at, 'accepted', 1 from owed where accepted_at is not null
      union all select late_at - interval '1 second', 'overdue', 1 from owed
        where owes and late_at <= ${until} and (answered_at is null or answered_at >= late_at)
      union all select answered_at, 'overdue', -1 from owed where owes and answered_at >= late_at)
    select greatest((at at time zone ${head.zone})::date, ${first}::date)::text as date, line, sum(n)::integer as n
    from step where at <= ${until} group by 1, 2`.execute(tx)
  return rows
}

function stepsByDay(rows: readonly Step[]): Map<LocalDate, Step[]> {
  const steps = new Map<LocalDate, Step[]>()
  for (const step of rows) steps.set(step.date, [...(steps.get(step.date) ?? []), step])
  return steps
}
