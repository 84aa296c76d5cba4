import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Problem } from '../../domain/problem.ts'
import { unitUrl } from '../../mail/links.ts'
import { problemText } from '../../messages/problems.ts'
import { look } from '../../operations/perform.ts'
import { requireLink, unitPage } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { parseAddress } from '../forms.ts'
import { calendarFile } from '../pages/unit/calendarFile.ts'
import { CalendarPage } from '../pages/unit/CalendarPage.tsx'
import { wordsOf } from '../words.ts'
import { visitOf } from './unit.tsx'

const link = { config: { access: 'link' as const } }
const tokenParams = z.object({ token: z.string().max(80) })

/** The deadlines of a unit for its own calendar: to take once, or to go on reading. */
export function unitCalendarRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/u/:token/calendar', link, (request, reply) => {
    const { token } = parseAddress(tokenParams, request.params)
    const subscription = `${unitUrl(deps.baseUrl, token).replace(/^https?:/, 'webcal:')}/calendar.ics`
    return unitPage(deps, request, reply, token, {
      load: visitOf,
      draw: (visit) => <CalendarPage visit={visit} base={`/u/${token}`} subscription={subscription} />,
    })
  })
  app.get('/u/:token/calendar.ics', link, async (request, reply) => {
    const { token } = parseAddress(tokenParams, request.params)
    reply.header('cache-control', 'private, no-store')
    try {
      const actor = await requireLink(deps, token)
      const file = await look(deps.db, actor, async (op) => {
        const visit = await visitOf(op)
        const words = wordsOf(request.wantedLanguage ?? actor.language, visit.campaign.zone)
        return calendarFile(words, visit, unitUrl(deps.baseUrl, token), op.asOf)
      })
      return reply
        .type('text/calendar; charset=utf-8')
        .header('content-disposition', 'attachment; filename="duban.ics"')
        .send(file)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const sentence = problemText(request.wantedLanguage ?? 'zh-CN', error)
      return reply.code(error.status).type('text/plain; charset=utf-8').send(sentence)
    }
  })
}
