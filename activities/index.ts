import { Context } from '@temporalio/activity'
import { asOfTemporal } from '../db/clock.ts'
import { faultPoint } from '../db/faultPoints.ts'
import type { Instant } from '../domain/time.ts'
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
  const step = async <T>(
    name: keyof Activities,
    at: number,
    work: (asOf: Instant) => Promise<T>,
  ): Promise<T> => {
    faultPoint(`step.${name}.begin`)
    const result = await beating(async () => work(await asOfTemporal(db, at)))
    faultPoint(`step.${name}.end`)
    return result
  }
  const thenDeliver = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work
    await deps.deliverOutbox()
    return result
  }
  return {
    issueAssignments: (campaignId, at) =>
      step('issueAssignments', at, (asOf) => thenDeliver(issueAssignments(db, campaignId, asOf))),
    sweepCampaign: (campaignId, at) =>
      step('sweepCampaign', at, (asOf) => thenDeliver(sweepCampaign(db, campaignId, asOf))),
    compileResult: (campaignId, at) =>
      step('compileResult', at, (asOf) => compileResult(db, campaignId, asOf)),
    sweepDocket: (docketId, at) =>
      step('sweepDocket', at, (asOf) => thenDeliver(sweepDocket(db, docketId, asOf))),
    deliverDue: (at) => step('deliverDue', at, (asOf) => deliverDue(deps, asOf)),
  }
}

const BEAT_MS = 2000

/** Tells Temporal that the worker lives for as long as the work goes on, whatever it waits for. */
async function beating<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current()
  const timer = setInterval(() => context.heartbeat(), BEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
