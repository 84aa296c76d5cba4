import { sql, type RawBuilder } from 'kysely'
import type { Duty } from '../../../domain/plan.ts'
import type { Instant, LocalDate } from '../../../domain/time.ts'
import type { ItemFacts, NamedStep } from '../../../domain/whyItem.ts'
import type { Tx } from '../../connection.ts'
import type { DecisionKind } from '../../tables/obligation.ts'
import { latestName } from '../names.ts'

/** An item with what it was about, and every decision on it, the latest first. */
export interface ItemStory extends ItemFacts {
  id: number
  obligationId: number
  duty: Duty
  ordinal: number
  what: string
  decisions: ItemDecision[]
}

export interface ItemDecision {
  at: Instant
  kind: DecisionKind
  who: string | null
  reason: string
  extendedTo: LocalDate | null
}

interface Row extends Omit<ItemStory, 'handedOver' | 'decided' | 'decisions'> {
  chain: NamedStep[]
  at: Instant | null
  kind: DecisionKind | null
  who: string | null
  reason: string | null
  extendedTo: LocalDate | null
}

const MOST_ROWS = 500

/** The record of items, of those with an id or of all of one unit in a campaign, in the order in which they joined. */
export async function loadItemStories(
  tx: Tx,
  which: { ids: readonly number[] } | { campaignId: number; unitId: number },
): Promise<ItemStory[]> {
  const { rows } = await sql<Row>`
    select i.id, i.obligation_id as "obligationId", o.duty, coalesce(m.ordinal, 0) as ordinal, coalesce(m.what, '') as what,
      i.state, i.joined_at as "joinedAt", ${dueOfRound} as "dueOn",
      (c.policy->'escalation'->>'afterWorkingDays')::integer as "afterWorkingDays", i.level, i.level_since as "levelSince",
      ${namedChain} as chain, i.acknowledged_at as "seenAt", i.acknowledgement_ends_at as "seenUntil",
      i.snoozed_until as "snoozedUntil", i.wait_ends_at as "climbsAt", i.ended_at as "endedAt", c.ended_at as "campaignEndedAt",
      case when o.duty = 'acknowledge' then a.acknowledged_at when o.submitted_at <= i.ended_at then o.submitted_at end
        as "submittedAt",
      d.at, d.kind, (select name from account where id = d.account_id) as who, d.reason, d.extended_to as "extendedTo"
    from docket_item i join obligation o on o.id = i.obligation_id join assignment a on a.id = o.assignment_id
    join campaign c on c.id = i.campaign_id left join milestone m on m.id = o.milestone_id
    left join decision d on d.docket_item_id = i.id
    where ${matching(which)} order by i.id, d.at desc, d.id desc limit ${MOST_ROWS}`.execute(tx)
  const stories = new Map<number, ItemStory>()
  for (const row of rows) {
    const { at, kind, who, reason, extendedTo, ...facts } = row
    const story = stories.get(row.id) ?? { ...facts, handedOver: null, decided: null, decisions: [] }
    stories.set(row.id, story)
    if (at !== null && kind !== null)
      story.decisions.push({ at, kind, who, reason: reason ?? '', extendedTo })
  }
  return [...stories.values()].map(withLastDecisions)
}

function withLastDecisions(story: ItemStory): ItemStory {
  return {
    ...story,
    handedOver: story.decisions.find(({ kind }) => kind === 'hand_over') ?? null,
    decided: story.decisions.find(({ kind }) => kind === 'extend' || kind === 'waive') ?? null,
  }
}

function matching(
  which: { ids: readonly number[] } | { campaignId: number; unitId: number },
): RawBuilder<unknown> {
  return 'ids' in which
    ? sql`i.id = any(${which.ids}::bigint[])`
    : sql`i.campaign_id = ${which.campaignId} and i.unit_id = ${which.unitId}`
}

/** A round is of one version of the due date; of an earlier one the ledger of reminders knows. */
const dueOfRound = sql`coalesce(case when o.due_version = i.round then o.due_on end, (select r.due_on from reminder r
  where r.obligation_id = o.id and r.due_version = i.round and r.due_on is not null limit 1))`

const namedChain = sql`(
  select coalesce(json_agg(json_build_object('unitName', coalesce(${latestName(sql`(e.step->>'unitId')::integer`)}, ''),
    'role', e.step->>'role', 'waitWorkingDays', (e.step->>'waitWorkingDays')::integer) order by e.n), '[]')
  from jsonb_array_elements(i.chain) with ordinality as e(step, n))`
