import { z } from 'zod'
import { audienceRuleSchema } from './audience.ts'
import { commonPolicy, policySchema } from './policy.ts'
import type { FieldProblem } from './problem.ts'
import { singleLine } from './text.ts'
import { isValidZone, localDate } from './time.ts'

/** A date as people send it; '' and null mean that there is none. */
export const dateField = z
  .string()
  .refine((text) => {
    try {
      localDate(text)
      return true
    } catch {
      return false
    }
  }, 'date')
  .transform(localDate)

const text = (max: number) => z.string().trim().max(max).default('')
const line = (max: number) => singleLine(0, max).default('')

export const targetSchema = z.strictObject({
  id: z.number().int().optional(),
  name: singleLine(1, 80),
  measure: line(20),
  total: z.number().min(0).max(1e12).nullable().default(null),
})

export const milestoneSchema = z.strictObject({
  what: singleLine(1, 200),
  instructions: text(2000),
  kind: z.enum(['dated', 'open', 'none']),
  dueOn: dateField.nullable().default(null),
  graceWorkingDays: z.number().int().min(0).max(30).default(0),
  lockOn: dateField.nullable().default(null),
  needsAttachment: z.boolean().default(false),
  targets: z.array(targetSchema).max(20).default([]),
})
export type MilestoneDraft = z.infer<typeof milestoneSchema>

export const noticeItemSchema = z.strictObject({
  groupTitle: line(200),
  title: singleLine(1, 200),
  text: text(20000),
})

/** A notice as its author writes it. Everything that a circular of the acceptance cases says has its place. */
export const noticeDraftSchema = z.strictObject({
  number: line(60),
  issuerName: singleLine(1, 120),
  signer: line(60),
  issuedOn: dateField,
  title: singleLine(1, 200),
  theme: line(200),
  body: text(100000),
  windowFrom: dateField.nullable().default(null),
  windowTo: dateField.nullable().default(null),
  acknowledgeDueOn: dateField.nullable().default(null),
  contactNames: line(200),
  contactTelephone: line(60),
  replyMailbox: line(254),
  address: line(300),
  urgent: z.boolean().default(false),
  zone: z.string().refine(isValidZone, 'zone'),
  items: z.array(noticeItemSchema).max(100).default([]),
  milestones: z.array(milestoneSchema).max(20).default([]),
  audience: z.array(audienceRuleSchema).max(200).default([]),
  policy: policySchema.default(commonPolicy),
})
export type NoticeDraft = z.infer<typeof noticeDraftSchema>
export type NoticeInput = z.input<typeof noticeDraftSchema>

/** What does not fit together in a draft, each with its field. An empty list means that it may be checked. */
export function draftProblems(draft: NoticeDraft): FieldProblem[] {
  const problems: FieldProblem[] = []
  if (draft.milestones.length === 0) problems.push({ field: 'milestones', code: 'notice-needs-milestone' })
  if (draft.windowFrom !== null && draft.windowTo !== null && draft.windowTo < draft.windowFrom) {
    problems.push({ field: 'windowTo', code: 'window-reversed' })
  }
  if (draft.acknowledgeDueOn !== null && draft.acknowledgeDueOn < draft.issuedOn) {
    problems.push({ field: 'acknowledgeDueOn', code: 'milestone-before-issue' })
  }
  draft.milestones.forEach((milestone, index) => problems.push(...milestoneProblems(milestone, index, draft)))
  return problems
}

function milestoneProblems(milestone: MilestoneDraft, index: number, draft: NoticeDraft): FieldProblem[] {
  const at = (name: string, code: string): FieldProblem => ({ field: `milestones.${index}.${name}`, code })
  const problems: FieldProblem[] = []
  if (milestone.kind === 'dated' && milestone.dueOn === null) problems.push(at('dueOn', 'due-needed'))
  if (milestone.kind !== 'dated' && milestone.dueOn !== null) problems.push(at('dueOn', 'due-not-dated'))
  if (milestone.kind !== 'dated' && milestone.lockOn !== null) problems.push(at('lockOn', 'due-not-dated'))
  if (milestone.dueOn !== null && milestone.dueOn < draft.issuedOn)
    problems.push(at('dueOn', 'milestone-before-issue'))
  if (milestone.dueOn !== null && milestone.lockOn !== null && milestone.lockOn < milestone.dueOn) {
    problems.push(at('lockOn', 'lock-before-due'))
  }
  return problems
}
