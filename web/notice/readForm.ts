import type { Form } from '../forms.ts'
import { branch, branches, leaf, leaves, nest, type Nested } from '../nested.ts'
import {
  textFields,
  type MilestoneForm,
  type NoticeForm,
  type PolicyForm,
  type StepsForm,
  type TextField,
} from './form.ts'

/** Reads what was sent, empty rows included: a button that takes a row away counts them. */
export function readNoticeForm(form: Form): NoticeForm {
  const tree = nest(form)
  return {
    text: {
      ...blankTexts(),
      ...Object.fromEntries(textFields.map((name) => [name, leaf(tree, name).trimEnd()])),
    },
    urgent: leaf(tree, 'urgent') !== '',
    items: branches(branch(tree, 'items')).map((row) => ({
      groupTitle: leaf(row, 'groupTitle'),
      title: leaf(row, 'title'),
      text: leaf(row, 'text'),
    })),
    milestones: branches(branch(tree, 'milestones')).map(readMilestone),
    audience: branches(branch(tree, 'audience')).map((row) => ({
      effect: leaf(row, 'effect'),
      under: leaf(row, 'under').trim(),
      types: leaves(row, 'types'),
      units: leaf(row, 'units').trim(),
    })),
    policy: readPolicy(branch(tree, 'policy')),
  }
}

function blankTexts(): Record<TextField, string> {
  return {
    number: '',
    issuerName: '',
    signer: '',
    issuedOn: '',
    title: '',
    theme: '',
    body: '',
    windowFrom: '',
    windowTo: '',
    acknowledgeDueOn: '',
    contactNames: '',
    contactTelephone: '',
    replyMailbox: '',
    address: '',
    zone: '',
  }
}

function readMilestone(row: Nested): MilestoneForm {
  return {
    what: leaf(row, 'what'),
    instructions: leaf(row, 'instructions'),
    kind: leaf(row, 'kind'),
    dueOn: leaf(row, 'dueOn'),
    graceWorkingDays: leaf(row, 'graceWorkingDays'),
    lockOn: leaf(row, 'lockOn'),
    needsAttachment: leaf(row, 'needsAttachment') !== '',
    targets: branches(branch(row, 'targets')).map((target) => ({
      name: leaf(target, 'name'),
      measure: leaf(target, 'measure'),
      total: leaf(target, 'total'),
    })),
  }
}

/** Without the rows that nobody wrote into. */
export function written(form: NoticeForm): NoticeForm {
  const some = (...values: string[]): boolean => values.some((value) => value.trim() !== '')
  return {
    ...form,
    items: form.items.filter(({ groupTitle, title, text }) => some(groupTitle, title, text)),
    milestones: form.milestones
      .map((row) => ({
        ...row,
        targets: row.targets.filter(({ name, measure, total }) => some(name, measure, total)),
      }))
      .filter(
        ({ what, instructions, dueOn, targets }) => some(what, instructions, dueOn) || targets.length > 0,
      ),
    audience: form.audience.filter(({ under, types, units }) => some(under, units) || types.length > 0),
  }
}

function readPolicy(tree: Nested | undefined): PolicyForm {
  const steps = (name: string): StepsForm => {
    const row = branch(tree, name)
    return {
      before: leaf(row, 'before'),
      onDay: leaf(row, 'onDay') !== '',
      first: leaf(row, 'first'),
      every: leaf(row, 'every'),
      atMost: leaf(row, 'atMost'),
    }
  }
  const open = branch(tree, 'open')
  const escalation = branch(tree, 'escalation')
  return {
    acknowledge: steps('acknowledge'),
    report: steps('report'),
    everyWorkingDays: leaf(open, 'everyWorkingDays'),
    atMost: leaf(open, 'atMost'),
    afterWorkingDays: leaf(escalation, 'afterWorkingDays'),
    acknowledgementDecays: leaf(escalation, 'acknowledgementDecays'),
    chain: branches(branch(escalation, 'chain'))
      .map((row) => ({
        at: leaf(row, 'at'),
        role: leaf(row, 'role'),
        waitWorkingDays: leaf(row, 'waitWorkingDays'),
      }))
      .filter(({ at }) => at !== ''),
  }
}
