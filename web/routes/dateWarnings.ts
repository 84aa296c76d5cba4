import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { warningsOfDate } from '../../domain/dateWarnings.ts'
import { leads } from '../../domain/leadTime.ts'
import { dateField } from '../../domain/notice.ts'
import { dateIn, isValidZone } from '../../domain/time.ts'
import { look } from '../../operations/perform.ts'
import { byDocketLink, watching, type Access } from '../access.ts'
import { requirePerson, wordsFor } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { parseAddress } from '../forms.ts'

const query = z.object({
  date: dateField,
  lead: z.enum(leads),
  zone: z.string().refine(isValidZone).optional(),
})

/**
 * What speaks against a date, for the page on which it is being chosen (scripts/dates.js): sentences in its language.
 * The link of a docket mail opens only what lies below it, so the same stands there too.
 */
export function dateWarningRoutes(app: FastifyInstance, deps: WebDependencies): void {
  dateWarningsAt(app, deps, '/date-warnings', watching)
  dateWarningsAt(app, deps, '/d/:docket/date-warnings', byDocketLink)
}

function dateWarningsAt(app: FastifyInstance, deps: WebDependencies, url: string, access: Access): void {
  app.get(url, { config: { access } }, async (request, reply) => {
    const { date: dueOn, lead, zone } = parseAddress(query, request.query)
    const { calendar, today } = await look(deps.db, requirePerson(request), async ({ tx, asOf }) => {
      const time = await loadWorkingTime(tx, zone)
      return { calendar: time.calendar, today: dateIn(time.calendar.zone, asOf) }
    })
    const words = wordsFor(request, calendar.zone)
    const warnings = warningsOfDate({ field: 'dueOn', dueOn, lead }, calendar, today)
    return reply
      .header('cache-control', 'no-store')
      .send({ warnings: warnings.map((warning) => words.problem(warning)) })
  })
}
