import { sql } from 'kysely'
import { Problem } from '../../domain/problem.ts'
import { dateIn, type LocalDate } from '../../domain/time.ts'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import { requireRole, type AccountActor, type Op } from '../perform.ts'
import { record } from '../record.ts'
import { addUnits, replaceClosure, type NewUnit } from './addUnits.ts'
import { importPersons, type PersonChanges } from './importPersons.ts'
import { place, requireParents } from './place.ts'
import { planImport, type ExistingUnit, type ImportPlan } from './planImport.ts'
import { takenEmails } from './takenEmails.ts'
import { readTreeCsv, type LineProblem, type TreeLine } from './treeCsv.ts'

export interface ImportTree {
  bytes: Buffer
  /** From when it holds; not after today. */
  from: LocalDate
  /** true: says what it would do and does nothing. */
  dryRun: boolean
}

export interface ImportReport extends PersonChanges {
  unitsAdded: number
  unitsChanged: number
  unitsUnchanged: number
  dryRun: boolean
  problems: LineProblem[]
}

/** Code of the unit that an installation begins with, until a file brings the real one. */
export const FIRST_UNIT_CODE = 'root'

/**
 * Takes in a tree with its people, all or nothing. A file with complaints changes nothing and is answered with all of
 * them; imported twice it changes nothing the second time.
 * @throws Problem not-allowed, invalid-input, placement-overlaps, placement-parent-missing
 */
export async function importTree(op: Op, input: ImportTree): Promise<ImportReport> {
  requireRole(op, 'administrator')
  const { zone } = await loadInstallation(op.tx)
  if (input.from > dateIn(zone, op.asOf))
    throw new Problem('invalid-input', {}, [{ field: 'from', code: 'date-in-future' }])
  await sql`select pg_advisory_xact_lock(hashtext('duban.tree'))`.execute(op.tx)
  const { lines, problems } = readTreeCsv(input.bytes)
  await adoptFirstUnit(op, lines)
  const existing = await existingUnits(op)
  const plan = planImport(lines, existing, await closedCodes(op))
  const taken = await takenEmails(op, lines)
  const complaints = [...problems, ...plan.problems, ...taken].sort((a, b) => a.line - b.line)
  if (complaints.length === 0) complaints.push(...foreignRoots(op, plan, existing))
  const persons = complaints.length === 0 ? await apply(op, input, plan, lines, existing) : null
  const report = reportOf(plan, persons, input.dryRun, complaints)
  if (complaints.length > 0 || input.dryRun) throw new NothingStored(report)
  await record(op, {
    operation: 'import-tree',
    unitId: op.actor.unitId,
    subject: 'tree',
    detail: { added: report.unitsAdded, changed: report.unitsChanged },
  })
  return report
}

/** Rolls the transaction back and carries what it would have done; see `importOrReport`. */
export class NothingStored extends Error {
  readonly report: ImportReport
  constructor(report: ImportReport) {
    super('nothing stored')
    this.report = report
  }
}

/** Runs an import and gives its report, whether or not it stored anything. */
export async function importOrReport(run: () => Promise<ImportReport>): Promise<ImportReport> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof NothingStored) return error.report
    throw error
  }
}

function reportOf(
  plan: ImportPlan,
  persons: PersonChanges | null,
  dryRun: boolean,
  problems: LineProblem[],
): ImportReport {
  return {
    unitsAdded: plan.added.length,
    unitsChanged: plan.changed.length,
    unitsUnchanged: plan.unchanged,
    ...(persons ?? { personsAdded: 0, personsChanged: 0, personsUnchanged: 0 }),
    dryRun,
    problems,
  }
}

/** The unit that the installation began with takes the code of the file's top unit, as long as it stands alone. */
async function adoptFirstUnit(op: Op<AccountActor>, lines: TreeLine[]): Promise<void> {
  const top = lines.find(({ parent }) => parent === null)
  if (top === undefined) return
  await op.tx
    .updateTable('unit')
    .set({ code: top.code })
    .where('id', '=', op.actor.unitId)
    .where('code', '=', FIRST_UNIT_CODE)
    .execute()
}

/** Units that have ceased to be keep their codes, and their history with them. */
async function closedCodes(op: Op): Promise<Set<string>> {
  const { rows } = await sql<{ code: string }>`
    select code from unit u where not exists (
      select from placement p where p.unit_id = u.id and upper_inf(p.valid))`.execute(op.tx)
  return new Set(rows.map(({ code }) => code))
}

async function existingUnits(op: Op): Promise<ExistingUnit[]> {
  const { rows } = await sql<ExistingUnit>`
    select u.id, u.code, p.parent_id as "parentId", p.type, p.name
    from unit u join placement p on p.unit_id = u.id and upper_inf(p.valid)`.execute(op.tx)
  return rows
}

/** A file may add below what the administrator sees; a second top is beyond her. */
function foreignRoots(op: Op, plan: ImportPlan, existing: ExistingUnit[]): LineProblem[] {
  const own = existing.find(({ id }) => id === op.actor.unitId)
  return plan.added
    .filter(({ parentCode, code }) => parentCode === null && code !== own?.code)
    .map(({ line }) => ({ line, field: 'parent', code: 'parent-needed' }))
}

async function apply(
  op: Op<AccountActor>,
  input: ImportTree,
  plan: ImportPlan,
  lines: TreeLine[],
  existing: ExistingUnit[],
): Promise<PersonChanges> {
  const idOf = new Map(existing.map(({ code, id }) => [code, id]))
  const parentOf = new Map(existing.map(({ id, parentId }) => [id, parentId]))
  const ids = await reserveIds(op, plan.added.length)
  plan.added.forEach(({ code }, index) => idOf.set(code, ids[index] ?? 0))
  const resolve = (code: string | null): number | null => (code === null ? null : (idOf.get(code) ?? null))
  const added: NewUnit[] = plan.added.map((unit) => ({
    id: resolve(unit.code) ?? 0,
    code: unit.code,
    parentId: resolve(unit.parentCode),
    type: unit.type,
    name: unit.name,
  }))
  for (const unit of added) parentOf.set(unit.id, unit.parentId)
  for (const { unit, existing: current } of plan.changed) parentOf.set(current.id, resolve(unit.parentCode))
  await addUnits(op, added, parentOf, input.from)
  for (const { unit, existing: current } of plan.changed) {
    await place(op, {
      unitId: current.id,
      parentId: resolve(unit.parentCode),
      type: unit.type,
      name: unit.name,
      from: input.from,
    })
  }
  await requireParents(op, input.from)
  if (plan.changed.some(({ unit, existing: current }) => resolve(unit.parentCode) !== current.parentId)) {
    await replaceClosure(
      op,
      existing.map(({ id }) => id),
      parentOf,
    )
  }
  return importPersons(op, lines, idOf, input.from)
}

async function reserveIds(op: Op, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('unit', 'id'))::integer as id from generate_series(1, ${count})`.execute(
    op.tx,
  )
  return rows.map(({ id }) => id)
}
