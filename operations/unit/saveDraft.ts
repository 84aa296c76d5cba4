import type { Op } from '../perform.ts'
import { nextObligationState } from '../../domain/obligation.ts'
import { Problem } from '../../domain/problem.ts'
import { lockObligation, openCampaign } from './openObligation.ts'

/** What a contact has typed so far, as typed: a number that is not one yet is kept too. */
export interface SaveDraft {
  obligationId: number
  text: string
  values: Record<string, string>
}

/**
 * Keeps a report that is not finished, so that another device can go on.
 * @throws Problem not-found, campaign-ended, obligation-ended
 */
export async function saveDraft(op: Op, input: SaveDraft): Promise<Date> {
  const obligation = await lockObligation(op, input.obligationId)
  await openCampaign(op, obligation.campaign_id)
  if (nextObligationState(obligation.state, 'submit') === null) throw new Problem('obligation-ended')
  const values = JSON.stringify(input.values)
  await op.tx
    .insertInto('report_draft')
    .values({
      obligation_id: obligation.id,
      unit_id: obligation.unit_id,
      text: input.text,
      values,
      saved_at: op.asOf,
    })
    .onConflict((conflict) =>
      conflict.column('obligation_id').doUpdateSet({ text: input.text, values, saved_at: op.asOf }),
    )
    .execute()
  return op.asOf
}
