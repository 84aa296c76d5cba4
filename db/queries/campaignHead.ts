import { Problem } from '../../domain/problem.ts'
import type { Duty } from '../../domain/plan.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Instant, LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { CampaignState, MilestoneKind } from '../tables/notice.ts'
import { covers } from './tally.ts'

/** What every page of a campaign needs to know of it. */
export interface CampaignHead {
  id: number
  /** See db/queries/tally.ts. */
  tallied: boolean
  noticeId: number
  issuerId: number
  state: CampaignState
  pausedAt: Instant | null
  issuedAt: Instant
  endedAt: Instant | null
  audienceSize: number
  zone: string
  policy: Policy
  number: string
  title: string
  issuerName: string
  issuedOn: LocalDate
  /** To acknowledge, then a report for each milestone that asks for one. */
  duties: CampaignDuty[]
}

export interface CampaignDuty {
  duty: Duty
  milestoneId: number | null
  /** As an address names it: `ack`, `1`, `2`. */
  key: string
  ordinal: number
  what: string
  kind: MilestoneKind
  dueOn: LocalDate | null
}

/** @throws Problem not-found */
export async function loadCampaignHead(tx: Tx, campaignId: number): Promise<CampaignHead> {
  const row = await tx
    .selectFrom('campaign as c')
    .innerJoin('notice as n', 'n.id', 'c.notice_id')
    .selectAll('c')
    .select([
      'n.number',
      'n.title',
      'n.issuer_name',
      'n.issued_on',
      'n.acknowledge_due_on',
      covers.as('tallied'),
    ])
    .where('c.id', '=', campaignId)
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found')
  const milestones = await loadDuties(tx, [row.notice_id])
  return {
    id: row.id,
    tallied: row.tallied,
    noticeId: row.notice_id,
    issuerId: row.issuer_id,
    state: row.state,
    pausedAt: row.paused_at,
    issuedAt: row.issued_at,
    endedAt: row.ended_at,
    audienceSize: row.audience_size,
    zone: row.zone,
    policy: row.policy,
    number: row.number,
    title: row.title,
    issuerName: row.issuer_name,
    issuedOn: row.issued_on,
    duties: [acknowledging(row.acknowledge_due_on), ...(milestones.get(row.notice_id) ?? [])],
  }
}

export function acknowledging(dueOn: LocalDate | null): CampaignDuty {
  return {
    duty: 'acknowledge',
    milestoneId: null,
    key: 'ack',
    ordinal: 0,
    what: '',
    kind: dueOn === null ? 'open' : 'dated',
    dueOn,
  }
}

/** The reports that notices ask for, by notice. A milestone that is only recorded asks for none. */
export async function loadDuties(tx: Tx, noticeIds: number[]): Promise<Map<number, CampaignDuty[]>> {
  if (noticeIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('milestone')
    .select(['id', 'notice_id', 'ordinal', 'what', 'kind', 'due_on'])
    .where('notice_id', 'in', noticeIds)
    .where('kind', '<>', 'none')
    .orderBy('ordinal')
    .execute()
  const duties = new Map<number, CampaignDuty[]>()
  for (const row of rows) {
    const duty: CampaignDuty = {
      duty: 'report',
      milestoneId: row.id,
      key: String(row.ordinal),
      ordinal: row.ordinal,
      what: row.what,
      kind: row.kind,
      dueOn: row.due_on,
    }
    duties.set(row.notice_id, [...(duties.get(row.notice_id) ?? []), duty])
  }
  return duties
}

/** What matters most today: the duty whose due date is nearest, past or to come; without any, the first report. */
export function currentDuty(duties: readonly CampaignDuty[], today: LocalDate): CampaignDuty {
  const distance = ({ dueOn }: CampaignDuty): number =>
    dueOn === null ? Number.MAX_SAFE_INTEGER : Math.abs(Date.parse(dueOn) - Date.parse(today))
  const [first = acknowledging(null)] = [...duties].sort(
    (one, other) => distance(one) - distance(other) || other.ordinal - one.ordinal,
  )
  return first
}

/** @throws Problem not-found for a key that the campaign does not have */
export function dutyByKey(head: CampaignHead, key: string): CampaignDuty {
  const found = head.duties.find((duty) => duty.key === key)
  if (found === undefined) throw new Problem('not-found')
  return found
}
