import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  exportTree,
  listTree,
  loadPath,
  loadPeople,
  loadPlacements,
  loadUnitCampaigns,
  loadUnitHead,
} from '../../db/queries/tree.ts'
import { loadPlannedChanges } from '../../db/queries/plannedChanges.ts'
import { loadContacts } from '../../db/queries/unitRecord.ts'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn } from '../../domain/time.ts'
import { look, type AccountActor, type Op } from '../../operations/perform.ts'
import { watching } from '../access.ts'
import { desk, requirePerson } from '../answer.tsx'
import { PAGE_SIZE } from '../components/Table.tsx'
import type { WebDependencies } from '../deps.ts'
import { idField, pageField, parseAddress } from '../forms.ts'
import { TreePage, type TreeView } from '../pages/tree/TreePage.tsx'
import { UnitPage, type UnitView } from '../pages/tree/UnitPage.tsx'
import { treeExport } from '../treeExport.ts'
import { unitChangeRoutes } from './unitChanges.tsx'

const guarded = { config: { access: watching } }
export const unitParams = z.object({ unitId: idField })
const blankAsNone = (value: unknown): unknown => (value === '' ? undefined : value)
const treeQuery = z.object({
  parent: z.preprocess(blankAsNone, idField.optional()),
  q: z.string().trim().max(80).default(''),
  reach: z.preprocess(blankAsNone, z.enum(['none', 'bounced']).optional()),
  page: pageField.default(1),
})

export function treeRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/units', guarded, (request, reply) => {
    const query = parseAddress(treeQuery, request.query)
    return desk(deps, request, reply, {
      load: (op) => loadTree(op, query),
      draw: (view) => <TreePage {...view} />,
    })
  })
  app.get('/units/export.csv', guarded, async (request, reply) => {
    const lines = await look(deps.db, requirePerson(request), (op) => exportTree(op.tx))
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="units.csv"')
      .header('cache-control', 'no-store')
      .send(treeExport(lines))
  })
  app.get('/units/:unitId', guarded, (request, reply) => showUnit(deps, request, reply))
  unitChangeRoutes(app, deps, (request, reply, refused) => showUnit(deps, request, reply, refused))
}

async function loadTree(op: Op<AccountActor>, query: z.infer<typeof treeQuery>): Promise<TreeView> {
  const { q, reach, page } = query
  const narrowed = q !== '' || reach !== undefined
  const parentId = query.parent ?? (narrowed ? null : op.actor.unitId)
  const filter = { parentId, q, reach: reach ?? null }
  const slice = { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }
  return {
    filter,
    path: parentId === null ? [] : await loadPath(op.tx, parentId),
    ...(await listTree(op.tx, filter, slice)),
    page,
  }
}

function showUnit(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: Problem,
): Promise<FastifyReply> {
  const { unitId } = parseAddress(unitParams, request.params)
  const { done } = parseAddress(z.object({ done: z.string().optional() }), request.query)
  return desk(deps, request, reply, {
    load: (op) => loadUnit(op, unitId, done !== undefined),
    draw: (view) => <UnitPage {...view} />,
    refused,
  })
}

async function loadUnit({ tx, asOf }: Op<AccountActor>, unitId: number, done: boolean): Promise<UnitView> {
  const unit = await loadUnitHead(tx, unitId)
  if (unit === null) throw new Problem('not-found')
  const { zone } = await loadInstallation(tx)
  return {
    unit,
    path: await loadPath(tx, unitId),
    placements: await loadPlacements(tx, unitId),
    contacts: await loadContacts(tx, unitId),
    people: await loadPeople(tx, unitId),
    campaigns: await loadUnitCampaigns(tx, unitId),
    planned: await loadPlannedChanges(tx, unitId),
    today: dateIn(zone, asOf),
    done,
  }
}
