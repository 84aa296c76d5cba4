import type { Tx } from '../../connection.ts'
import type { CampaignHead } from '../campaignHead.ts'

export interface ExportTarget {
  targetId: number
  /** Of its milestone: two may ask for a figure of the same name. */
  ordinal: number
  name: string
  measure: string
}

/** The figures that reports of a campaign carry, in the order of its paper. */
export function loadExportTargets(tx: Tx, head: CampaignHead): Promise<ExportTarget[]> {
  return tx
    .selectFrom('target as t')
    .innerJoin('milestone as m', 'm.id', 't.milestone_id')
    .select(['t.id as targetId', 'm.ordinal', 't.name', 't.measure'])
    .where('m.notice_id', '=', head.noticeId)
    .orderBy('m.ordinal')
    .orderBy('t.ordinal')
    .execute()
}
