import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { yearOf } from '../../domain/calendar.ts'
import { dateField } from '../../domain/notice.ts'
import type { Problem } from '../../domain/problem.ts'
import { singleLine } from '../../domain/text.ts'
import { dateIn } from '../../domain/time.ts'
import { announceYear, changeCalendarDay } from '../../operations/calendar/changeCalendar.ts'
import { perform } from '../../operations/perform.ts'
import { administrating, watching } from '../access.ts'
import { desk, requirePerson, submit } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { parse, parseAddress } from '../forms.ts'
import { CalendarPage } from '../pages/calendar/CalendarPage.tsx'

const yearField = z.coerce.number().int().min(1990).max(2200)
const calendarQuery = z.object({
  year: yearField.optional().catch(undefined),
  day: dateField.optional().catch(undefined),
  done: z.string().optional(),
})
const daySchema = z.object({
  date: dateField,
  working: z.enum(['yes', 'no']),
  reason: singleLine(1, 80),
})
const guarded = { config: { access: administrating } }

export function calendarRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/calendar', { config: { access: watching } }, (request, reply) => show(deps, request, reply))
  app.post('/calendar/day', guarded, (request, reply) =>
    submit(
      reply,
      async () => {
        const { form } = request
        const fields = { date: form.one('date'), working: form.one('working'), reason: form.one('reason') }
        const { date, working, reason } = parse(daySchema, fields)
        const change = { date, working: working === 'yes', reason }
        await perform(deps.db, requirePerson(request), (op) => changeCalendarDay(op, change), request.id)
        return `/calendar?year=${date.slice(0, 4)}&done=1`
      },
      (refused) => show(deps, request, reply, refused),
    ),
  )
  app.post('/calendar/announce', guarded, (request, reply) =>
    submit(
      reply,
      async () => {
        const year = parse(yearField, request.form.one('year'))
        await perform(deps.db, requirePerson(request), (op) => announceYear(op, { year }), request.id)
        return `/calendar?year=${year}&done=1`
      },
      (refused) => show(deps, request, reply, refused),
    ),
  )
}

function show(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: Problem,
): Promise<FastifyReply> {
  const query = parseAddress(calendarQuery, request.query)
  const typedDay = dateField.safeParse(request.form.one('date'))
  const day = query.day ?? (typedDay.success ? typedDay.data : undefined)
  return desk(deps, request, reply, {
    load: async ({ tx, asOf }) => {
      const { calendar } = await loadWorkingTime(tx)
      const year = query.year ?? Number((day ?? dateIn(calendar.zone, asOf)).slice(0, 4))
      const days = yearOf(calendar, year)
      const chosen = days.find(({ date }) => date === day) ?? null
      return { year, days, announced: calendar.isAnnounced(year), chosen, done: query.done !== undefined }
    },
    draw: (view) => <CalendarPage {...view} />,
    refused,
  })
}
