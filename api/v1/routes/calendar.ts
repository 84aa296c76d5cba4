import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { loadWorkingTime } from '../../../db/queries/workingTime.ts'
import { yearOf } from '../../../domain/calendar.ts'
import { dateField } from '../../../domain/notice.ts'
import { singleLine } from '../../../domain/text.ts'
import { announceYear, changeCalendarDay } from '../../../operations/calendar/changeCalendar.ts'
import { administrating, watching } from '../../../web/access.ts'
import { commands, noInput, reads, type ApiDependencies } from '../route.ts'
import { day, done } from '../schemas.ts'

export function calendarRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  const year = z.coerce.number().int().min(1990).max(2200)
  reads(app, deps, '/calendar/:year', {
    summary: 'Each day of a year as it is in force',
    tag: 'calendar',
    access: watching,
    params: z.strictObject({ year }),
    input: noInput,
    answer: z.object({
      announced: z.boolean(),
      days: z.array(z.object({ date: day, working: z.boolean(), reason: z.string() })),
    }),
    async read({ tx }, params) {
      const { calendar } = await loadWorkingTime(tx)
      return { announced: calendar.isAnnounced(params.year), days: yearOf(calendar, params.year) }
    },
  })
  commands(app, deps, 'PUT', '/calendar/days/:date', {
    summary: 'Make a day a working day or a day off; unsent moments and running waits follow',
    tag: 'calendar',
    access: administrating,
    params: z.strictObject({ date: dateField }),
    input: z.strictObject({ working: z.boolean(), reason: singleLine(1, 80) }),
    answer: done,
    run: async (op, { date }, body) => (
      await changeCalendarDay(op, { date, ...body }),
      { done: true as const }
    ),
  })
  commands(app, deps, 'POST', '/calendar/:year/announce', {
    summary: "Say that a year's holidays are entered",
    tag: 'calendar',
    access: administrating,
    params: z.strictObject({ year }),
    input: noInput,
    answer: done,
    run: async (op, params) => (await announceYear(op, params), { done: true as const }),
  })
}
