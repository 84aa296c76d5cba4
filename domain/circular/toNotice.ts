import type { AudienceRule } from '../audience.ts'
import type { NoticeInput } from '../notice.ts'
import { localDate, type LocalDate } from '../time.ts'
import type { CircularDraft, CircularMilestone } from './draft.ts'
import type { RecipientMatch } from './match.ts'

/** What the author settles of what the circular leaves open. */
export interface CircularAnswers {
  /** By the place of the milestone: the day, or that there is none, or that it is no report. */
  milestones: Record<string, LocalDate | 'open' | 'drop'>
  /** By the place of the recipient: the units meant. */
  recipients: Record<string, number[]>
  documentNumber: string | null
  issuedOn: LocalDate | null
}

export const noAnswers: CircularAnswers = {
  milestones: {},
  recipients: {},
  documentNumber: null,
  issuedOn: null,
}

/** What a draft gets where the circular says nothing. */
export interface NoticeDefaults {
  title: string
  issuerName: string
  today: LocalDate
  zone: string
}

type MilestoneInput = NonNullable<NoticeInput['milestones']>[number]
const MOST_MILESTONES = 20
const MOST_TARGETS = 20
const MOST_ITEMS = 100
const LONGEST_BODY = 100_000

/**
 * The draft of a notice from the draft of a circular. Where a day is not known the milestone has none, and its own
 * words stand in the instructions; a day before that of issue is left to the author as well.
 */
export function toNoticeDraft(
  draft: CircularDraft,
  matches: readonly RecipientMatch[],
  answers: CircularAnswers,
  defaults: NoticeDefaults,
): NoticeInput {
  const issuedOn = answers.issuedOn ?? draft.issuedOn ?? defaults.today
  return {
    number: cut(answers.documentNumber ?? draft.documentNumber ?? '', 60),
    issuerName: cut(draft.issuer ?? defaults.issuerName, 120),
    signer: cut(draft.signer ?? '', 60),
    issuedOn,
    title: cut(draft.title ?? defaults.title, 200),
    theme: cut(draft.theme ?? '', 200),
    body: cut(draft.text, LONGEST_BODY),
    windowFrom: draft.window?.from ?? null,
    windowTo: draft.window?.to ?? null,
    contactNames: cut(draft.contacts.map(({ name }) => name).join('、'), 200),
    contactTelephone: cut(telephonesOf(draft), 60),
    replyMailbox: cut(draft.mailboxes[0]?.address ?? '', 254),
    address: cut(draft.address ?? '', 300),
    zone: defaults.zone,
    items: itemsOf(draft),
    milestones: withTargets(milestonesOf(draft, answers, localDate(issuedOn)), draft),
    audience: audienceOf(matches, answers),
  }
}

function cut(text: string, most: number): string {
  return text.slice(0, most)
}

function telephonesOf(draft: CircularDraft): string {
  const numbers = draft.telephones.filter(({ kind }) => kind !== 'fax').map(({ number }) => number)
  return numbers.reduce(
    (all, number) => (`${all} ${number}`.length > 60 ? all : `${all} ${number}`.trim()),
    '',
  )
}

function itemsOf(draft: CircularDraft): NonNullable<NoticeInput['items']> {
  return draft.groups
    .flatMap(({ title, items }) =>
      items.map((item) => ({
        groupTitle: cut(title, 200),
        title: cut(item.title, 200) || cut(title, 200),
        text: cut(item.text, 20_000),
      })),
    )
    .filter(({ title }) => title !== '')
    .slice(0, MOST_ITEMS)
}

function milestonesOf(draft: CircularDraft, answers: CircularAnswers, issuedOn: LocalDate): MilestoneInput[] {
  return draft.milestones
    .flatMap((milestone, index) => milestoneOf(milestone, answers.milestones[index], issuedOn))
    .slice(0, MOST_MILESTONES)
}

function milestoneOf(
  milestone: CircularMilestone,
  answer: CircularAnswers['milestones'][string] | undefined,
  issuedOn: LocalDate,
): MilestoneInput[] {
  if (answer === 'drop') return []
  const read = milestone.due === null ? null : localDate(milestone.due.slice(0, 10))
  const day = answer === 'open' ? null : (answer ?? read)
  const dueOn = day !== null && day >= issuedOn ? day : null
  const words = [milestone.recipients.join('、'), milestone.dueText.replace(/\s+/g, ' ')]
  const plain = dueOn !== null && milestone.due?.length === 10 && milestone.recipients.length === 0
  return [
    {
      what: cut(milestone.what || milestone.dueText, 200),
      instructions: plain ? '' : cut(words.filter(Boolean).join(' '), 2000),
      kind: dueOn !== null ? 'dated' : milestone.kind === 'none' && answer !== 'open' ? 'none' : 'open',
      dueOn,
      lockOn: milestone.locked ? dueOn : null,
    },
  ]
}

/** Sums over the whole campaign are asked for with its last report. */
function withTargets(milestones: MilestoneInput[], { targets }: CircularDraft): MilestoneInput[] {
  const last = milestones.length - 1
  const asked = targets.slice(0, MOST_TARGETS).map(({ name, measure, total }) => ({
    name: cut(name, 80),
    measure: cut(measure, 20),
    total,
  }))
  return milestones.map((milestone, index) => (index === last ? { ...milestone, targets: asked } : milestone))
}

function audienceOf(matches: readonly RecipientMatch[], answers: CircularAnswers): AudienceRule[] {
  const types = new Set(matches.flatMap((match) => (match.kind === 'types' ? match.types : [])))
  const units = matches.flatMap((match, index) =>
    match.kind === 'unit' ? [match.unit.id] : (answers.recipients[index] ?? []),
  )
  const rule = (part: Pick<AudienceRule, 'types' | 'units'>): AudienceRule => ({
    effect: 'include',
    under: null,
    ...part,
  })
  return [
    ...(types.size > 0 ? [rule({ types: [...types], units: [] })] : []),
    ...(units.length > 0 ? [rule({ types: [], units: [...new Set(units)] })] : []),
  ]
}
