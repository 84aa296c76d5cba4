import { asOfTemporal } from '../db/clock.ts'
import { compileResult } from './campaign/compileResult.ts'
import { issueAssignments } from './campaign/issueAssignments.ts'
import { sweepCampaign } from './campaign/sweepCampaign.ts'
import { deliverDue } from './delivery/deliverDue.ts'
import type { ActivityDependencies } from './dependencies.ts'
import { sweepDocket } from './docket/sweepDocket.ts'
import type { CampaignLook, DeliveryLook, DocketLook } from './looks.ts'

/**
 * What workflows ask for. Each takes the workflow's clock (milliseconds by Temporal's time), acts on everything that
 * is due as of then, and delivers the nudges it wrote before it returns.
 */
export interface Activities {
  issueAssignments(campaignId: number, at: number): Promise<number>
  sweepCampaign(campaignId: number, at: number): Promise<CampaignLook>
  compileResult(campaignId: number, at: number): Promise<void>
  sweepDocket(docketId: number, at: number): Promise<DocketLook>
  deliverDue(at: number): Promise<DeliveryLook>
}

export function createActivities(deps: ActivityDependencies): Activities {
  const { db } = deps
  const thenDeliver = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work
    await deps.deliverOutbox()
    return result
  }
  return {
    issueAssignments: async (campaignId, at) =>
      thenDeliver(issueAssignments(db, campaignId, await asOfTemporal(db, at))),
    sweepCampaign: async (campaignId, at) =>
      thenDeliver(sweepCampaign(db, campaignId, await asOfTemporal(db, at))),
    compileResult: async (campaignId, at) => compileResult(db, campaignId, await asOfTemporal(db, at)),
    sweepDocket: async (docketId, at) => thenDeliver(sweepDocket(db, docketId, await asOfTemporal(db, at))),
    deliverDue: async (at) => deliverDue(deps, await asOfTemporal(db, at)),
  }
}
