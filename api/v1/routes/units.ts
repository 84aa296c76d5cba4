import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listAudit } from '../../../db/queries/api/audit.ts'
import { loadPlannedChanges } from '../../../db/queries/plannedChanges.ts'
import { unitChanges } from '../../../db/tables/tree.ts'
import { findUnit, holdUnit, listUnits, requireUnit } from '../../../db/queries/api/units.ts'
import { loadInstallation } from '../../../db/queries/workingTime.ts'
import { unitTypes } from '../../../domain/audience.ts'
import { dateField } from '../../../domain/notice.ts'
import { singleLine } from '../../../domain/text.ts'
import { dateIn } from '../../../domain/time.ts'
import { cancelPlannedChange, orderChange, type ChangeOrder } from '../../../operations/tree/orderChange.ts'
import { perform, type Op } from '../../../operations/perform.ts'
import { importOrReport, importTree } from '../../../operations/tree/importTree.ts'
import { administrating, coordinating, watching } from '../../../web/access.ts'
import { operateAs, rehearseAs } from '../operate.ts'
import { decodeCursor, toPage } from '../paging.ts'
import { commands, noInput, noParams, parse, reads, type ApiDependencies } from '../route.ts'
import {
  cursorQuery,
  day,
  done,
  type Id,
  idempotencyHeaders,
  idParams,
  instant,
  pageOf,
  reasonBody,
  refusals,
} from '../schemas.ts'

const unitAnswer = z
  .object({
    id: z.number().int(),
    code: z.string(),
    parentId: z.number().int().nullable(),
    type: z.enum(unitTypes),
    name: z.string(),
    from: day,
    until: day.nullable(),
  })
  .meta({ id: 'Unit' })

const ordered = z.object({ outcome: z.enum(['done', 'planned']) })
const plannedAnswer = z
  .object({
    id: z.number().int(),
    change: z.enum(unitChanges),
    from: day,
    to: z.string().nullable(),
    reason: z.string(),
    state: z.enum(['planned', 'failed']),
    problem: z.string().nullable(),
  })
  .meta({ id: 'PlannedChange' })

const importBody = z.strictObject({
  /** The file as text, with the columns code, parent, type, name, role, person, email, telephone, language. */
  csv: z.string().min(1).max(8_000_000),
  from: dateField,
  dryRun: z.boolean(),
})
const importAnswer = z
  .object({
    unitsAdded: z.number().int(),
    unitsChanged: z.number().int(),
    unitsUnchanged: z.number().int(),
    personsAdded: z.number().int(),
    personsChanged: z.number().int(),
    personsUnchanged: z.number().int(),
    dryRun: z.boolean(),
    problems: z.array(
      z.object({
        line: z.number().int(),
        field: z.string(),
        code: z.string(),
        facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      }),
    ),
  })
  .meta({ id: 'ImportReport' })

const oneUnit = {
  answer: unitAnswer,
  async read({ tx, asOf }: Op, { id }: Id) {
    await requireUnit(tx, id)
    const { zone } = await loadInstallation(tx)
    return findUnit(tx, id, dateIn(zone, asOf))
  },
  hold: ({ tx }: Op, { id }: Id) => holdUnit(tx, id),
}

export function unitRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  readUnits(app, deps)
  importUnits(app, deps)
  changeUnits(app, deps)
  plannedRoutes(app, deps)
}

function readUnits(app: FastifyInstance, deps: ApiDependencies): void {
  reads(app, deps, '/units', {
    summary: 'The tree in sight as of a day',
    tag: 'units',
    access: watching,
    params: noParams,
    input: z.strictObject({
      ...cursorQuery,
      parentId: z.coerce.number().int().positive().optional(),
      on: dateField.optional(),
    }),
    answer: pageOf(unitAnswer),
    async read({ tx, asOf }, _params, { cursor, limit, parentId, on }) {
      const { zone } = await loadInstallation(tx)
      const rows = await listUnits(tx, {
        parentId,
        on: on ?? dateIn(zone, asOf),
        after: decodeCursor(cursor),
        limit,
      })
      return toPage(rows, limit)
    },
  })
  reads(app, deps, '/units/:id', {
    summary: 'One unit as it is called and stands today',
    tag: 'units',
    access: watching,
    params: idParams,
    input: noInput,
    ...oneUnit,
  })
  reads(app, deps, '/audit', {
    summary: 'Who did what, when and why',
    tag: 'audit',
    access: coordinating,
    params: noParams,
    input: z.strictObject({ ...cursorQuery, campaignId: z.coerce.number().int().positive().optional() }),
    answer: pageOf(
      z
        .object({
          id: z.number().int(),
          at: instant,
          actorKind: z.enum(['account', 'link', 'system']),
          actorId: z.number().int().nullable(),
          operation: z.string(),
          unitId: z.number().int(),
          campaignId: z.number().int().nullable(),
          subject: z.string(),
          subjectId: z.number().int().nullable(),
          reason: z.string().nullable(),
          /** The key of the program that acted in the actor's name. */
          apiKeyId: z.number().int().nullable(),
        })
        .meta({ id: 'AuditEntry' }),
    ),
    async read({ tx }, _params, { cursor, limit, campaignId }) {
      const page = toPage(await listAudit(tx, { campaignId, after: decodeCursor(cursor), limit }), limit)
      return { ...page, items: page.items.map((row) => ({ ...row, at: row.at.toISOString() })) }
    },
  })
}

function importUnits(app: FastifyInstance, deps: ApiDependencies): void {
  app.post('/units/import', {
    config: { access: administrating },
    schema: {
      summary: 'Take in a tree, all or nothing; with dryRun it only says what it would do',
      tags: ['units'],
      headers: idempotencyHeaders,
      body: importBody,
      response: { 200: importAnswer, ...refusals },
    },
    handler: (request) => {
      const { csv, from, dryRun } = parse(importBody, request.body)
      const file = { bytes: Buffer.from(csv), from, dryRun }
      return dryRun
        ? rehearseAs(deps.db, request, importAnswer, (actor) =>
            importOrReport(() => perform(deps.db, actor, (op) => importTree(op, file))),
          )
        : importOrReport(() => operateAs(deps.db, request, importAnswer, (op) => importTree(op, file)))
    },
  })
}

function changeUnits(app: FastifyInstance, deps: ApiDependencies): void {
  const change = reasonBody.extend({ from: dateField })
  const common = {
    tag: 'units',
    access: coordinating,
    params: idParams,
    answer: ordered,
    ifMatch: oneUnit,
  } as const
  const order = async (op: Op, wanted: ChangeOrder) => ({ outcome: await orderChange(op, wanted) })
  commands(app, deps, 'POST', '/units/:id/rename', {
    ...common,
    summary: 'Call a unit otherwise from a day on',
    input: change.extend({ name: singleLine(1, 120) }),
    run: (op, { id }, body) => order(op, { change: 'rename', unitId: id, ...body }),
  })
  commands(app, deps, 'POST', '/units/:id/move', {
    ...common,
    summary: 'Put a unit with all below it under another',
    input: change.extend({ parentId: z.number().int().positive() }),
    run: (op, { id }, body) => order(op, { change: 'move', unitId: id, ...body }),
  })
  commands(app, deps, 'POST', '/units/:id/close', {
    ...common,
    summary: 'A unit ceases to be; its history stays',
    input: change,
    run: (op, { id }, body) => order(op, { change: 'close', unitId: id, ...body }),
  })
  commands(app, deps, 'POST', '/units/:id/merge', {
    ...common,
    summary: 'A unit goes into another',
    input: change.extend({ intoId: z.number().int().positive() }),
    run: (op, { id }, body) => order(op, { change: 'merge', unitId: id, ...body }),
  })
}

function plannedRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  reads(app, deps, '/units/:id/planned', {
    summary: 'What is to become of a unit on days to come, and what failed on its day',
    tag: 'units',
    access: coordinating,
    params: idParams,
    input: noInput,
    answer: z.object({ items: z.array(plannedAnswer) }),
    async read({ tx }, { id }) {
      await requireUnit(tx, id)
      const rows = await loadPlannedChanges(tx, id)
      return { items: rows.map(({ plannedBy: _by, endedAt: _at, ...row }) => row) }
    },
  })
  commands(app, deps, 'POST', '/planned-changes/:id/cancel', {
    summary: 'Take back a change that has not come to pass',
    tag: 'units',
    access: coordinating,
    params: idParams,
    input: noInput,
    answer: done,
    run: async (op, { id }) => (await cancelPlannedChange(op, { plannedId: id }), { done: true as const }),
  })
}
