import { proxyActivities } from '@temporalio/workflow'
import type { Activities } from '../activities/index.ts'

/** Activities beat every two seconds for as long as their worker lives: after this time without, another takes over. */
const heartbeatTimeout = '10 seconds'

/** Sweeps are short and may run again. */
export const sweeps = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
})

/** Drains what is due and returns; a city's mails take some minutes at most, then it is asked again. */
export const mails = proxyActivities<Activities>({
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
})
