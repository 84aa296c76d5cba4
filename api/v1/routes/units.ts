import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listAudit } from '../../../db/queries/api/audit.ts'
import { listUnits } from '../../../db/queries/api/units.ts'
import { loadInstallation, loadWorkingTime } from '../../../db/queries/workingTime.ts'
import { unitTypes } from '../../../domain/audience.ts'
import { yearOf } from '../../../domain/calendar.ts'
import { dateField } from '../../../domain/notice.ts'
import { dateIn } from '../../../domain/time.ts'
import { announceYear, changeCalendarDay } from '../../../operations/calendar/changeCalendar.ts'
import { closeUnit, mergeUnit, moveUnit, renameUnit } from '../../../operations/tree/changeUnit.ts'
import { importOrReport, importTree } from '../../../operations/tree/importTree.ts'
import { administrating, coordinating, watching } from '../../../web/access.ts'
import { operateAs } from '../operate.ts'
import { decodeCursor, toPage } from '../paging.ts'
import { commands, noInput, noParams, parse, reads, type ApiDependencies } from '../route.ts'
import {
  cursorQuery,
  day,
  done,
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

export function unitRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  readUnits(app, deps)
  importUnits(app, deps)
  changeUnits(app, deps)
  calendarRoutes(app, deps)
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
      return importOrReport(() =>
        operateAs(deps.db, request, importAnswer, (op) =>
          importTree(op, { bytes: Buffer.from(csv), from, dryRun }),
        ),
      )
    },
  })
}

function changeUnits(app: FastifyInstance, deps: ApiDependencies): void {
  const change = reasonBody.extend({ from: dateField })
  const common = { tag: 'units', access: coordinating, params: idParams, answer: done } as const
  const ok = { done: true as const }
  commands(app, deps, 'POST', '/units/:id/rename', {
    ...common,
    summary: 'Call a unit otherwise from a day on',
    input: change.extend({ name: z.string().trim().min(1).max(120) }),
    run: async (op, { id }, body) => (await renameUnit(op, { unitId: id, ...body }), ok),
  })
  commands(app, deps, 'POST', '/units/:id/move', {
    ...common,
    summary: 'Put a unit with all below it under another',
    input: change.extend({ parentId: z.number().int().positive() }),
    run: async (op, { id }, body) => (await moveUnit(op, { unitId: id, ...body }), ok),
  })
  commands(app, deps, 'POST', '/units/:id/close', {
    ...common,
    summary: 'A unit ceases to be; its history stays',
    input: change,
    run: async (op, { id }, body) => (await closeUnit(op, { unitId: id, ...body }), ok),
  })
  commands(app, deps, 'POST', '/units/:id/merge', {
    ...common,
    summary: 'A unit goes into another',
    input: change.extend({ intoId: z.number().int().positive() }),
    run: async (op, { id }, body) => (await mergeUnit(op, { unitId: id, ...body }), ok),
  })
}

function calendarRoutes(app: FastifyInstance, deps: ApiDependencies): void {
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
    input: z.strictObject({ working: z.boolean(), reason: z.string().trim().min(1).max(80) }),
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
