import { sql } from 'kysely'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { momentsOf, nextAfter } from '../../domain/plan.ts'
import type { Op } from '../perform.ts'
import { nudge } from '../record.ts'
import type { Campaign } from '../unit/openObligation.ts'

/**
 * Has a campaign look again where obligations that got another date have a moment before the one that it waits for.
 * A later moment needs no nudge: rows whose date changed are found by the next sweep.
 */
export async function nudgeIfSooner(op: Op, campaign: Campaign, obligationIds: number[]): Promise<void> {
  if (obligationIds.length === 0) return
  const dues = await op.tx
    .selectFrom('obligation')
    .select(['duty', 'due_on'])
    .distinct()
    .where('id', '=', sql<number>`any(${obligationIds}::bigint[])`)
    .where('due_on', 'is not', null)
    .execute()
  const { calendar, sending } = await loadWorkingTime(op.tx, campaign.zone)
  const moments = dues.flatMap(({ duty, due_on }) =>
    due_on === null
      ? []
      : [
          nextAfter(
            momentsOf({
              duty,
              due: { kind: 'dated', dueOn: due_on },
              policy: campaign.policy,
              calendar,
              sending,
            }),
            op.asOf,
          ),
        ],
  )
  const waitsFor = campaign.next_moment_at
  const sooner = moments.some((moment) => moment !== null && (waitsFor === null || moment.at < waitsFor))
  if (sooner) await nudge(op.tx, 'campaign', campaign.id)
}
