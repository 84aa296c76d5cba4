import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Tx } from '../../db/connection.ts'
import {
  listCampaigns,
  listDrafts,
  loadHomeFigures,
  loadStandings,
  loadTotals,
  type CampaignLine,
} from '../../db/queries/campaignList.ts'
import { loadClimbs, loadOpenGroups, momentsAhead, type MomentLine } from '../../db/queries/moments.ts'
import { loadMailHold } from '../../db/queries/mailHold.ts'
import { loadWorkingTime, type WorkingTime } from '../../db/queries/workingTime.ts'
import { addDays, dateIn, weekdayOf, type LocalDate } from '../../domain/time.ts'
import type { AccountActor, Op } from '../../operations/perform.ts'
import { watching } from '../access.ts'
import { desk } from '../answer.tsx'
import { PAGE_SIZE } from '../components/Table.tsx'
import type { WebDependencies } from '../deps.ts'
import { pageField, parseAddress } from '../forms.ts'
import type { AgendaDay } from '../pages/home/Fortnight.tsx'
import { HomePage, type HomeView } from '../pages/home/HomePage.tsx'

const homeQuery = z.object({
  show: z.enum(['running', 'drafts', 'ended']).catch('running'),
  page: pageField.default(1),
})

export function homeRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/', { config: { access: watching } }, (request, reply) => {
    const query = parseAddress(homeQuery, request.query)
    return desk(deps, request, reply, {
      load: (op) => loadHome(op, query),
      draw: (view) => <HomePage {...view} />,
    })
  })
}

async function loadHome(op: Op<AccountActor>, query: z.infer<typeof homeQuery>): Promise<HomeView> {
  const { tx, asOf } = op
  const { show, page } = query
  const time = await loadWorkingTime(tx)
  const today = dateIn(time.calendar.zone, asOf)
  const slice = { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }
  const campaigns = show === 'drafts' ? [] : await listCampaigns(tx, show, slice)
  const running = show === 'running' ? campaigns : await listCampaigns(tx, 'running', slice)
  const ids = running.map(({ id }) => id)
  const ahead = momentsAhead(await loadOpenGroups(tx, running), await loadClimbs(tx, ids), time, asOf)
  return {
    mailHold: await loadMailHold(tx),
    offersExample: op.actor.role === 'administrator' && (await isEmpty(tx)),
    shown: show,
    page,
    totals: await loadTotals(tx),
    campaigns,
    drafts: show === 'drafts' ? await listDrafts(tx, slice) : [],
    standings: await loadStandings(tx, campaigns, today, asOf),
    next: firstOf(ahead),
    figures: await loadHomeFigures(tx, asOf),
    agenda: agendaOf(ahead, running, time, today),
  }
}

/** An installation as it begins: one unit, and no notice. */
async function isEmpty(tx: Tx): Promise<boolean> {
  const units = await tx.selectFrom('unit').select('id').limit(2).execute()
  const notice = await tx.selectFrom('notice').select('id').limit(1).executeTakeFirst()
  return units.length < 2 && notice === undefined
}

function firstOf(ahead: readonly MomentLine[]): Map<number, MomentLine> {
  const first = new Map<number, MomentLine>()
  for (const moment of ahead) if (!first.has(moment.campaignId)) first.set(moment.campaignId, moment)
  return first
}

const AGENDA_DAYS = 14

function agendaOf(
  ahead: readonly MomentLine[],
  campaigns: readonly CampaignLine[],
  time: WorkingTime,
  today: LocalDate,
): AgendaDay[] {
  const numbers = new Map(campaigns.map(({ id, number }) => [id, number]))
  return Array.from({ length: AGENDA_DAYS }, (_, index) => {
    const date = addDays(today, index)
    return {
      date,
      weekday: weekdayOf(date),
      working: time.calendar.isWorking(date),
      today: index === 0,
      moments: ahead
        .filter(({ at }) => dateIn(time.calendar.zone, at) === date)
        .map((moment) => ({ ...moment, number: numbers.get(moment.campaignId) ?? '' })),
    }
  })
}
