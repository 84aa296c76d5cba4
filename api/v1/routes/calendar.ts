import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { loadWorkingTime } from '../../../db/queries/workingTime.ts'
import { yearOf } from '../../../domain/calendar.ts'
import { dateField } from '../../../domain/notice.ts'
import { Problem } from '../../../domain/problem.ts'
import { singleLine } from '../../../domain/text.ts'
import { announceYear, changeCalendarDay, holdCalendar } from '../../../operations/calendar/changeCalendar.ts'
import type { Op } from '../../../operations/perform.ts'
import { administrating, watching } from '../../../web/access.ts'
import { commands, noInput, reads, type ApiDependencies } from '../route.ts'
import { day, done } from '../schemas.ts'

const dayAnswer = z.object({ date: day, working: z.boolean(), reason: z.string() })
const dayParams = z.strictObject({ date: dateField })
const oneDay = {
  answer: dayAnswer,
  async read({ tx }: Op, { date }: z.output<typeof dayParams>) {
    const { calendar } = await loadWorkingTime(tx)
    const inForce = yearOf(calendar, Number(date.slice(0, 4))).find((one) => one.date === date)
    if (inForce === undefined) throw new Problem('not-found')
    return inForce
  },
  hold: ({ tx }: Op) => holdCalendar(tx),
}

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
      days: z.array(dayAnswer),
    }),
    async read({ tx }, params) {
      const { calendar } = await loadWorkingTime(tx)
      return { announced: calendar.isAnnounced(params.year), days: yearOf(calendar, params.year) }
    },
  })
  reads(app, deps, '/calendar/days/:date', {
    summary: 'One day as it is in force',
    tag: 'calendar',
    access: watching,
    params: dayParams,
    input: noInput,
    ...oneDay,
  })
  commands(app, deps, 'PUT', '/calendar/days/:date', {
    summary: 'Make a day a working day or a day off; unsent moments and running waits follow',
    tag: 'calendar',
    access: administrating,
    params: dayParams,
    ifMatch: oneDay,
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
