import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../../domain/time.ts'
import { counted, stateWhere, type CountedState } from './stateCounts.ts'

/** A campaign, and whether its kept counts hold exactly what the reader may see; else what she sees is counted. */
export interface Tallied {
  id: number
  tallied: boolean
}

/** Of a campaign `c`: the reader sees its issuer, or is one of the issuer's direct children. Others see few rows. */
export const covers = sql<boolean>`tally_covers(c.issuer_id)`

/** How the obligations of campaigns stand, as a table `o`: each row stands for `n` of them. */
export function tallied(campaigns: readonly Tallied[]): RawBuilder<unknown> {
  const kept = campaigns.filter((campaign) => campaign.tallied)
  const seen = campaigns.filter((campaign) => !campaign.tallied)
  const parts = [
    ...(kept.length === 0 ? [] : [keptRows(kept)]),
    ...(seen.length === 0 ? [] : [seenRows(seen)]),
  ]
  return sql`(${sql.join(parts.length === 0 ? [keptRows([])] : parts, sql` union all `)}) o`
}

function keptRows(campaigns: readonly Tallied[]): RawBuilder<unknown> {
  return sql`
    select t.campaign_id, t.milestone_id, case when t.milestone_id is null then 'acknowledge' else 'report' end as duty,
      t.place_id, t.own, t.state, t.acknowledged, t.late, t.due_on, t.due_at, t.n
    from tally t where t.campaign_id = any(${idsOf(campaigns)}::integer[])`
}

function seenRows(campaigns: readonly Tallied[]): RawBuilder<unknown> {
  return sql`
    select o.campaign_id, o.milestone_id, o.duty, a.place_id, o.unit_id = a.place_id as own, o.state,
      a.acknowledged_at is not null as acknowledged,
      case when o.first_submitted_at is not null then coalesce(o.first_submitted_at >= o.judged_due_at, false) end as late,
      o.due_on, o.due_at, 1 as n
    from obligation o join assignment a on a.id = o.assignment_id
    where o.campaign_id = any(${idsOf(campaigns)}::integer[]) and ${counted}`
}

const idsOf = (campaigns: readonly Tallied[]): number[] => campaigns.map(({ id }) => id)

/** In a single word, as countedState says it of a single one. */
export function talliedState(asOf: Instant): RawBuilder<CountedState> {
  return stateWhere(asOf, sql`o.acknowledged`)
}
