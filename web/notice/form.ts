import type { Notice } from '../../db/queries/notices.ts'
import type { Policy, Steps } from '../../domain/policy.ts'

/** A notice as a form holds it: everything as typed, units by their codes. */
export interface NoticeForm {
  text: Record<TextField, string>
  urgent: boolean
  items: ItemForm[]
  milestones: MilestoneForm[]
  audience: RuleForm[]
  policy: PolicyForm
}

export const textFields = [
  'number',
  'issuerName',
  'signer',
  'issuedOn',
  'title',
  'theme',
  'body',
  'windowFrom',
  'windowTo',
  'acknowledgeDueOn',
  'contactNames',
  'contactTelephone',
  'replyMailbox',
  'address',
  'zone',
] as const
export type TextField = (typeof textFields)[number]

export interface ItemForm {
  groupTitle: string
  title: string
  text: string
}

export interface TargetForm {
  name: string
  measure: string
  total: string
}

export interface MilestoneForm {
  what: string
  instructions: string
  kind: string
  dueOn: string
  graceWorkingDays: string
  lockOn: string
  needsAttachment: boolean
  targets: TargetForm[]
}

export interface RuleForm {
  effect: string
  /** A unit's code. */
  under: string
  types: string[]
  /** Codes, with blanks or commas between them. */
  units: string
}

export interface StepsForm {
  before: string
  onDay: boolean
  first: string
  every: string
  atMost: string
}

export interface PolicyForm {
  acknowledge: StepsForm
  report: StepsForm
  everyWorkingDays: string
  atMost: string
  afterWorkingDays: string
  acknowledgementDecays: string
  chain: { at: string; role: string; waitWorkingDays: string }[]
}

export const emptyItem: ItemForm = { groupTitle: '', title: '', text: '' }
export const emptyTarget: TargetForm = { name: '', measure: '', total: '' }
export const emptyRule: RuleForm = { effect: 'include', under: '', types: [], units: '' }
export const emptyMilestone: MilestoneForm = {
  what: '',
  instructions: '',
  kind: 'dated',
  dueOn: '',
  graceWorkingDays: '0',
  lockOn: '',
  needsAttachment: false,
  targets: [],
}

/** A saved notice as its form. @param codeOf the code of a unit */
export function formOf(
  notice: Omit<Notice, 'id' | 'state' | 'version' | 'files'>,
  codeOf: (id: number) => string,
): NoticeForm {
  return {
    text: {
      number: notice.number,
      issuerName: notice.issuerName,
      signer: notice.signer,
      issuedOn: notice.issuedOn,
      title: notice.title,
      theme: notice.theme,
      body: notice.body,
      windowFrom: notice.windowFrom ?? '',
      windowTo: notice.windowTo ?? '',
      acknowledgeDueOn: notice.acknowledgeDueOn ?? '',
      contactNames: notice.contactNames,
      contactTelephone: notice.contactTelephone,
      replyMailbox: notice.replyMailbox,
      address: notice.address,
      zone: notice.zone,
    },
    urgent: notice.urgent,
    items: notice.items,
    milestones: notice.milestones.map((milestone) => ({
      ...milestone,
      dueOn: milestone.dueOn ?? '',
      lockOn: milestone.lockOn ?? '',
      graceWorkingDays: String(milestone.graceWorkingDays),
      targets: milestone.targets.map(({ name, measure, total }) => ({
        name,
        measure,
        total: total === null ? '' : String(total),
      })),
    })),
    audience: notice.audience.map(({ effect, under, types, units }) => {
      const all = under === null && types.length === 0 && units.length === 0
      const top = all ? notice.issuerId : under
      return { effect, types, under: top === null ? '' : codeOf(top), units: units.map(codeOf).join(' ') }
    }),
    policy: policyForm(notice.policy),
  }
}

export function policyForm({ acknowledge, report, open, escalation }: Policy): PolicyForm {
  const steps = ({ before, onDay, overdue }: Steps): StepsForm => ({
    before: before.join(' '),
    onDay,
    first: overdue === null ? '' : String(overdue.first),
    every: overdue === null ? '' : String(overdue.every),
    atMost: overdue === null ? '' : String(overdue.atMost),
  })
  return {
    acknowledge: steps(acknowledge),
    report: steps(report),
    everyWorkingDays: String(open.everyWorkingDays),
    atMost: String(open.atMost),
    afterWorkingDays: String(escalation.afterWorkingDays),
    acknowledgementDecays: String(escalation.acknowledgementDecays),
    chain: escalation.chain.map((step) => ({ ...step, waitWorkingDays: String(step.waitWorkingDays) })),
  }
}
