import type { Instant } from '../../../domain/time.ts'
import type { Tx } from '../../connection.ts'
import { loadCampaignHead, type CampaignHead } from '../campaignHead.ts'
import { loadPlaces, rootFor, type Place } from './figures.ts'
import { loadTargetProgress, type TargetProgress } from './targets.ts'

/** How far a campaign has come, by the direct children of the unit that is looked from. */
export interface Progress {
  head: CampaignHead
  rootId: number
  /** When the figures hold: now, or when the campaign ended, since nothing falls due any more. */
  asOf: Instant
  places: Place[]
  targets: TargetProgress[]
}

/**
 * @param unitId of whoever asks: she sees the children of her own unit
 * @throws Problem not-found
 */
export async function loadProgress(
  tx: Tx,
  input: { campaignId: number; unitId: number; asOf: Instant },
): Promise<Progress> {
  const head = await loadCampaignHead(tx, input.campaignId)
  const asOf = head.endedAt ?? input.asOf
  const rootId = await rootFor(tx, head, input.unitId)
  return {
    head,
    rootId,
    asOf,
    places: await loadPlaces(tx, head, rootId, asOf),
    targets: await loadTargetProgress(tx, head, rootId),
  }
}
