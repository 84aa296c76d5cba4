import type { PreviewNotice, PreviewObligation } from '../../db/queries/mailTextPreview.ts'
import type { WorkingTime } from '../../db/queries/workingTime.ts'
import {
  addWorkingDays,
  workingDaysPast,
  workingDaysUntil,
  type WorkingCalendar,
} from '../../domain/calendar.ts'
import type { MailTextKind } from '../../domain/mailText.ts'
import type { MailContent, MailDocketItem, MailItem, MessageFacts } from '../../domain/message.ts'
import type { LocalDate } from '../../domain/time.ts'

export interface PreviewFacts {
  /** Null: nobody was found, and a made-up one stands in. */
  unitName: string | null
  personName: string
  notice: PreviewNotice | null
  obligations: PreviewObligation[]
  sample: MailTextSample
}

/** What stands in where a mail tells of something that has not happened; in the language of the mail. */
export interface MailTextSample {
  unit: string
  issuer: string
  title: string
  number: string
  what: string
  /** What a person might write where a mail quotes one. */
  reason: string
}

interface Moment {
  calendar: WorkingCalendar
  day: LocalDate
  asOf: string
}

/** A link in a preview opens nothing: whoever sets it signs it with no key of ours. */
const noLink = { linkId: 1, generation: 0 }
/** Working days around a deadline, and that a new one is given. */
const BEFORE = 3
const AFTER = 3
const MORE_TIME = 5

/** A day on which this kind of mail goes to the unit: some days before its first deadline, or after it, or today. */
export function previewDay(
  kind: MailTextKind,
  { obligations }: PreviewFacts,
  { calendar }: WorkingTime,
  today: LocalDate,
): LocalDate {
  const due = reportsOf(obligations).find(({ dueOn }) => dueOn !== null)?.dueOn ?? null
  const workday = addWorkingDays(calendar, today, 0)
  switch (kind) {
    case 'reminder_before':
      return due === null ? workday : addWorkingDays(calendar, due, -BEFORE)
    case 'reminder_overdue':
    case 'urge':
    case 'docket':
      return due === null ? workday : addWorkingDays(calendar, due, AFTER)
    case 'issue':
    case 'added':
    case 'reminder_open':
    case 'returned':
    case 'receipt':
    case 'extended':
    case 'waived':
    case 'withdrawn':
    case 'cancelled':
    case 'declined':
    case 'link':
      return workday
  }
}

function reportsOf(obligations: readonly PreviewObligation[]): PreviewObligation[] {
  return obligations.filter(({ duty }) => duty === 'report')
}

/** The mail's facts, from those of a real unit; the made-up ones where there is none. */
export function previewContent(kind: MailTextKind, facts: PreviewFacts, moment: Moment): MailContent {
  const { notice } = facts
  const common = {
    issuerName: notice?.issuerName ?? facts.sample.issuer,
    askWhom: [notice?.contactNames ?? '', notice?.contactTelephone ?? '']
      .filter((part) => part !== '')
      .join(' '),
    asOf: moment.asOf,
  }
  if (kind === 'docket') return { ...common, ...docketOf(facts, moment) }
  const unitName = facts.unitName ?? facts.sample.unit
  const items = itemsOf(kind, facts, moment)
  return { ...common, unitName, items, ...saidBy(kind, facts.sample.reason, newDueOf(moment)) }
}

type Said =
  | { kind: 'issue' | 'reminder' | 'changed' | 'urge' | 'returned' | 'link'; facts: MessageFacts }
  | { kind: 'receipt'; facts: MessageFacts }

function saidBy(kind: Exclude<MailTextKind, 'docket'>, reason: string, newDue: LocalDate): Said {
  switch (kind) {
    case 'issue':
    case 'link':
      return { kind, facts: {} }
    case 'reminder_before':
    case 'reminder_open':
    case 'reminder_overdue':
      return { kind: 'reminder', facts: {} }
    case 'added':
      return { kind: 'changed', facts: { change: 'added' } }
    case 'urge':
      return { kind, facts: { reason } }
    case 'returned':
      return { kind, facts: { reason, dueOn: newDue } }
    case 'receipt':
      return { kind, facts: { receipt: '12-3051-1' } }
    case 'extended':
      return { kind: 'changed', facts: { change: kind, reason, dueOn: newDue } }
    case 'waived':
    case 'withdrawn':
    case 'cancelled':
    case 'declined':
      return { kind: 'changed', facts: { change: kind, reason } }
  }
}

/** What the mail is about: everything for an issue and a link, what is near for a reminder, else one report. */
function itemsOf(kind: Exclude<MailTextKind, 'docket'>, facts: PreviewFacts, moment: Moment): MailItem[] {
  const all = facts.obligations.length > 0 ? facts.obligations : [madeUp(kind, facts.sample, moment)]
  const reports = reportsOf(all)
  const item = (obligation: PreviewObligation) => itemOf(obligation, facts, moment)
  const [first = all[0]] = reports
  switch (kind) {
    case 'issue':
    case 'added':
    case 'link':
      return all.map(item)
    case 'reminder_before':
      return reports.filter(({ dueOn }) => dueOn === null || dueOn >= moment.day).map(item)
    case 'reminder_open':
      return first === undefined ? [] : [item({ ...first, dueOn: null })]
    case 'returned':
    case 'extended':
      return first === undefined ? [] : [item({ ...first, dueOn: newDueOf(moment) })]
    case 'reminder_overdue':
    case 'urge':
    case 'receipt':
    case 'waived':
    case 'withdrawn':
    case 'cancelled':
    case 'declined':
      return first === undefined ? [] : [item(first)]
  }
}

const newDueOf = ({ calendar, day }: Moment): LocalDate => addWorkingDays(calendar, day, MORE_TIME)

function madeUp(
  kind: MailTextKind,
  { unit, what }: MailTextSample,
  { calendar, day }: Moment,
): PreviewObligation {
  const past = kind === 'reminder_overdue' || kind === 'urge' || kind === 'docket'
  const dueOn = addWorkingDays(calendar, day, past ? -AFTER : BEFORE)
  return { unitName: unit, duty: 'report', what, dueOn, acknowledged: true, reminders: 1 }
}

function itemOf(
  { duty, what, dueOn, acknowledged }: PreviewObligation,
  { notice, sample }: PreviewFacts,
  { calendar, day }: Moment,
): MailItem {
  const past = dueOn !== null && dueOn < day
  return {
    campaignId: 0,
    duty,
    what,
    number: notice?.number ?? sample.number,
    title: notice?.title ?? sample.title,
    dueOn,
    daysLeft: dueOn === null || past ? null : workingDaysUntil(calendar, day, dueOn),
    daysPast: dueOn !== null && past ? workingDaysPast(calendar, dueOn, day) : null,
    acknowledged,
    link: noLink,
  }
}

function docketOf(facts: PreviewFacts, moment: Moment) {
  const reports = reportsOf(facts.obligations)
  const due = reports[0]?.dueOn ?? null
  const same = reports.filter(({ dueOn }) => dueOn === due)
  const shown = same.length === 0 ? [madeUp('docket', facts.sample, moment)] : same
  const { calendar, day } = moment
  return {
    kind: 'docket' as const,
    personName: facts.personName,
    link: { accountId: 1, generation: 1, expiresOn: day },
    items: shown.map((obligation, index): MailDocketItem => ({
      itemId: index + 1,
      unitName: obligation.unitName,
      what: obligation.what,
      duty: obligation.duty,
      title: facts.notice?.title ?? facts.sample.title,
      daysPast: obligation.dueOn === null ? 0 : workingDaysPast(calendar, obligation.dueOn, day),
      reminders: obligation.reminders,
      acknowledged: obligation.acknowledged,
    })),
    climbsOn: addWorkingDays(calendar, day, AFTER),
  }
}
