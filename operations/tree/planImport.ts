import type { UnitType } from '../../domain/audience.ts'
import { allowedParents, findCycle, mayStandUnder } from '../../domain/tree.ts'
import type { LineProblem, TreeLine } from './treeCsv.ts'

/** A unit as it stands now. */
export interface ExistingUnit {
  id: number
  code: string
  parentId: number | null
  type: UnitType
  name: string
}

/** A unit as a file wants it. */
export interface WantedUnit {
  line: number
  code: string
  parentCode: string | null
  type: UnitType
  name: string
}

export interface ImportPlan {
  added: WantedUnit[]
  changed: { unit: WantedUnit; existing: ExistingUnit }[]
  unchanged: number
  problems: LineProblem[]
}

/**
 * Compares a file with the tree: what is new, what is called or stands otherwise. Units that the file does not name
 * stay as they are.
 * @param closed codes of units that have ceased to be: an old file does not bring them back
 */
export function planImport(
  lines: TreeLine[],
  existing: ExistingUnit[],
  closed: ReadonlySet<string>,
): ImportPlan {
  const problems: LineProblem[] = []
  const wanted = wantedUnits(lines, problems)
  const byCode = new Map(existing.map((unit) => [unit.code, unit]))
  const codeOf = new Map(existing.map((unit) => [unit.id, unit.code]))
  const plan: ImportPlan = { added: [], changed: [], unchanged: 0, problems }
  for (const unit of wanted.values()) {
    if (closed.has(unit.code)) {
      problems.push({ line: unit.line, field: 'code', code: 'unit-closed', facts: { unit: unit.code } })
      continue
    }
    checkParent(unit, wanted, byCode, problems)
    const current = byCode.get(unit.code)
    if (current === undefined) plan.added.push(unit)
    else if (differs(unit, current, codeOf)) plan.changed.push({ unit, existing: current })
    else plan.unchanged += 1
  }
  if (problems.length === 0) problems.push(...circles(wanted, existing, codeOf))
  return plan
}

/** One unit per code; lines that name the same unit must agree on it. */
function wantedUnits(lines: TreeLine[], problems: LineProblem[]): Map<string, WantedUnit> {
  const units = new Map<string, WantedUnit>()
  for (const { line, code, parent, type, name } of lines) {
    const first = units.get(code)
    if (first === undefined) units.set(code, { line, code, parentCode: parent, type, name })
    else if (first.parentCode !== parent || first.type !== type || first.name !== name) {
      problems.push({ line, field: 'code', code: 'unit-contradicts', facts: { line: first.line } })
    }
  }
  return units
}

function checkParent(
  unit: WantedUnit,
  wanted: ReadonlyMap<string, WantedUnit>,
  existing: ReadonlyMap<string, ExistingUnit>,
  problems: LineProblem[],
): void {
  const at = { line: unit.line, field: 'parent' }
  if (unit.parentCode === null) {
    if (!mayStandUnder(unit.type, null)) problems.push({ ...at, code: 'parent-needed' })
    return
  }
  const parent = wanted.get(unit.parentCode) ?? existing.get(unit.parentCode)
  if (parent === undefined) problems.push({ ...at, code: 'unit-unknown', facts: { unit: unit.parentCode } })
  else if (!mayStandUnder(unit.type, parent.type)) {
    const types = allowedParents[unit.type].join(', ')
    problems.push({ ...at, code: 'parent-type-wrong', facts: { types } })
  }
}

function differs(unit: WantedUnit, current: ExistingUnit, codeOf: ReadonlyMap<number, string>): boolean {
  const parentCode = current.parentId === null ? null : (codeOf.get(current.parentId) ?? null)
  return unit.name !== current.name || unit.type !== current.type || unit.parentCode !== parentCode
}

function circles(
  wanted: ReadonlyMap<string, WantedUnit>,
  existing: ExistingUnit[],
  codeOf: ReadonlyMap<number, string>,
): LineProblem[] {
  const parents = new Map<string, string | null>(
    existing.map((unit) => [unit.code, unit.parentId === null ? null : (codeOf.get(unit.parentId) ?? null)]),
  )
  for (const unit of wanted.values()) parents.set(unit.code, unit.parentCode)
  const codes = [...parents.keys()]
  const number = new Map(codes.map((code, index) => [code, index]))
  const circle = findCycle(
    codes.map((code, id) => ({ id, parentId: number.get(parents.get(code) ?? '') ?? null })),
  )
  if (circle === null) return []
  const names = circle.map((id) => codes[id] ?? '')
  const line = names.map((code) => wanted.get(code)?.line).find((found) => found !== undefined) ?? 1
  return [{ line, field: 'parent', code: 'tree-cycle', facts: { codes: names.join(' → ') } }]
}
