import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { loadBurnUp } from '../../db/queries/burnUp.ts'
import {
  countAssigned,
  countByDuty,
  loadDistricts,
  loadNeeds,
  loadTargetSums,
} from '../../db/queries/campaignBoard.ts'
import { currentDuty, dutyByKey, loadCampaignHead } from '../../db/queries/campaignHead.ts'
import { daysOf } from '../../db/queries/days.ts'
import { loadChases, loadClimbs, loadOpenGroups, momentsAhead } from '../../db/queries/moments.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { dateIn } from '../../domain/time.ts'
import type { AccountActor, Op } from '../../operations/perform.ts'
import { watching } from '../access.ts'
import { desk } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { idField, parseAddress } from '../forms.ts'
import { BoardPage } from '../pages/campaign/BoardPage.tsx'
import type { BoardView } from '../pages/campaign/boardView.ts'

export const campaignParams = z.object({ id: idField })
const boardQuery = z.object({
  milestone: z.string().max(10).optional(),
  order: z.enum(['official', 'overdue', 'table']).catch('official'),
})

export function campaignRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/campaigns/:id', { config: { access: watching } }, (request, reply) => {
    const { id } = parseAddress(campaignParams, request.params)
    const query = parseAddress(boardQuery, request.query)
    return desk(deps, request, reply, {
      load: (op) => loadBoard(op, id, query),
      draw: (view) => <BoardPage {...view} />,
    })
  })
}

/** As many as are drawn beneath the days. */
const MOST_CHASES = 60

async function loadBoard(
  op: Op<AccountActor>,
  campaignId: number,
  query: z.infer<typeof boardQuery>,
): Promise<BoardView> {
  const { tx, asOf } = op
  const head = await loadCampaignHead(tx, campaignId)
  const time = await loadWorkingTime(tx, head.zone)
  const today = dateIn(head.zone, asOf)
  const current =
    query.milestone === undefined ? currentDuty(head.duties, today) : dutyByKey(head, query.milestone)
  const running = head.state === 'open' || head.state === 'issuing'
  const ids = running ? [head.id] : []
  const groups = await loadOpenGroups(tx, running ? [head] : [])
  return {
    head,
    current,
    asOf,
    order: query.order,
    counts: await countByDuty(tx, head, asOf),
    days: new Map(head.duties.map((duty) => [duty.key, daysOf(time.calendar, today, duty.dueOn)])),
    districts: await loadDistricts(tx, head, current, asOf),
    burnUp: await loadBurnUp(tx, head, current, asOf),
    groups,
    calendar: time.calendar,
    needs: await loadNeeds(tx, head),
    targets: await loadTargetSums(tx, current),
    chases: await loadChases(tx, head.id, MOST_CHASES),
    ahead: momentsAhead(groups, await loadClimbs(tx, ids), time, asOf),
    assigned: head.state === 'issuing' ? await countAssigned(tx, head.id) : null,
  }
}
