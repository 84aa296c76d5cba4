import { noticeDraftSchema, type NoticeDraft } from '../../domain/notice.ts'
import { Problem, type FieldProblem } from '../../domain/problem.ts'
import { fieldProblems } from '../forms.ts'
import type { NoticeForm, PolicyForm, StepsForm } from './form.ts'

/** All codes that a form names, to be looked up at once. */
export function codesOf(form: NoticeForm): string[] {
  return [
    ...new Set(
      form.audience.flatMap(({ under, units }) => [...(under === '' ? [] : [under]), ...split(units)]),
    ),
  ]
}

function split(text: string): string[] {
  return text.split(/[\s,，;；、]+/).filter((part) => part !== '')
}

/** The draft that a form describes. @throws Problem invalid-input, each complaint at its field */
export function draftOf(form: NoticeForm, idOf: ReadonlyMap<string, number>): NoticeDraft {
  const unknown: FieldProblem[] = []
  const idAt = (code: string, field: string): number => {
    const id = idOf.get(code)
    if (id === undefined) unknown.push({ field, code: 'unit-unknown', facts: { unit: code } })
    return id ?? 0
  }
  const audience = form.audience.map(({ effect, under, types, units }, index) => ({
    effect,
    under: under === '' ? null : idAt(under, `audience.${index}.under`),
    types,
    units: split(units).map((code) => idAt(code, `audience.${index}.units`)),
  }))
  const parsed = noticeDraftSchema.safeParse({
    ...form.text,
    windowFrom: dateOrNull(form.text.windowFrom),
    windowTo: dateOrNull(form.text.windowTo),
    acknowledgeDueOn: dateOrNull(form.text.acknowledgeDueOn),
    urgent: form.urgent,
    items: form.items,
    milestones: form.milestones.map((milestone) => ({
      ...milestone,
      dueOn: dateOrNull(milestone.dueOn),
      lockOn: dateOrNull(milestone.lockOn),
      graceWorkingDays: numberOf(milestone.graceWorkingDays) ?? 0,
      targets: milestone.targets.map(({ total, ...target }) => ({ ...target, total: numberOf(total) })),
    })),
    audience,
    policy: policyOf(form.policy),
  })
  const complaints = [...unknown, ...(parsed.success ? [] : fieldProblems(parsed.error))]
  if (!parsed.success || complaints.length > 0) throw new Problem('invalid-input', {}, complaints)
  return parsed.data
}

const dateOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** NaN for what is no number, so that the complaint comes from the schema. */
function numberOf(text: string): number | null {
  const plain = text.replaceAll(/[,，\s]/g, '')
  return plain === '' ? null : Number(plain)
}

function policyOf(form: PolicyForm): unknown {
  const steps = ({ before, onDay, first, every, atMost }: StepsForm): unknown => ({
    before: split(before).map(Number),
    onDay,
    overdue:
      first === '' && atMost === ''
        ? null
        : { first: numberOf(first), every: numberOf(every) ?? numberOf(first), atMost: numberOf(atMost) },
  })
  return {
    acknowledge: steps(form.acknowledge),
    report: steps(form.report),
    open: { everyWorkingDays: numberOf(form.everyWorkingDays), atMost: numberOf(form.atMost) },
    escalation: {
      afterWorkingDays: numberOf(form.afterWorkingDays),
      acknowledgementDecays: numberOf(form.acknowledgementDecays),
      chain: form.chain.map((step) => ({ ...step, waitWorkingDays: numberOf(step.waitWorkingDays) })),
    },
  }
}
