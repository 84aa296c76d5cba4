import type { ActivityInterceptorsFactory } from '@temporalio/worker'
import { Histogram } from 'prom-client'

const activities = new Histogram({
  name: 'duban_activity_seconds',
  help: 'sweeps, deliveries and the other activities, by name and end',
  labelNames: ['activity', 'end'],
  buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300],
})

/** Measures each activity; the numbers stand in the process's registry. */
export const timings: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    async execute(input, next) {
      const end = activities.startTimer({ activity: context.info.activityType })
      try {
        const result = await next(input)
        end({ end: 'done' })
        return result
      } catch (error) {
        end({ end: 'failed' })
        throw error
      }
    },
  },
})
