import { proxyActivities } from '@temporalio/workflow'
import type { Activities } from '../activities/index.ts'

/** Sweeps are short and may run again; a lost worker is noticed by the missing heartbeat or the timeout. */
export const sweeps = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
})

/** Drains what is due and returns; a city's mails take some minutes at most, then it is asked again. */
export const mails = proxyActivities<Activities>({
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
})
