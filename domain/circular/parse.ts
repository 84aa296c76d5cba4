import { addDays, DEFAULT_ZONE, weekdayOf, localDate, type LocalDate } from '../time.ts'
import { readContacts } from './contacts.ts'
import { readAddress, readMailboxes } from './mailboxes.ts'
import { readTelephones } from './telephones.ts'
import { readDocumentNumber } from './documentNumber.ts'
import type { CircularDraft, CircularQuestion } from './draft.ts'
import type { Found } from './found.ts'
import { readLetterhead, readSigner } from './header.ts'
import { milestonesIn } from './milestones.ts'
import { foldCharacters } from './normalise.ts'
import { numberOf } from './numerals.ts'
import { readGroups } from './outline.ts'
import { pageOf, wordsAt, type Page, type Reading } from './page.ts'
import { readQuotas } from './quotas.ts'
import { findAddressLine, namesIn } from './recipients.ts'
import type { DateContext } from './resolve.ts'
import { readSignature, type Signature } from './signature.ts'
import { readTargets } from './targets.ts'
import { readTheme } from './theme.ts'
import { readTitle } from './title.ts'
import { readWindow } from './window.ts'

export interface ParseOptions {
  /** The zone of the deadlines' hours. */
  zone?: string
  /** Whether a day is worked; weekends alone are off where the caller knows no holidays. */
  isWorking?: (date: LocalDate) => boolean
}

/**
 * Drafts a campaign from the text of a circular. Nothing is guessed in silence: what the text leaves open becomes a
 * question, what it does not have is named as missing, and each value says where its words stand.
 */
export function parseCircular(text: string, options: ParseOptions = {}): CircularDraft {
  const page = pageOf(text)
  const address = findAddressLine(page)
  const number = readDocumentNumber(page, address)
  const title = readTitle(page, address)
  const signature = readSignature(page, address)
  const issuer = issuerOf(page, address, signature, title)
  const context: DateContext = {
    issuedOn: signature.issuedOn?.value ?? null,
    yearHint: yearIn(number?.value) ?? yearIn(title?.value) ?? yearIn(signature.incomplete?.value),
    laterYears: yearsAfter(signature.issuedOn?.value ?? null, text),
    zone: options.zone ?? DEFAULT_ZONE,
  }
  const found = milestonesIn(page.running, context).filter(
    ({ milestone }) => !isOwnAct(milestone, issuer.all),
  )
  const window = readWindow(page, context)
  /** Numbers in what is neither addressed nor asks for anything are figures of a report, not goals. */
  const asks = address !== null || found.length > 0
  const telephones = readTelephones(page)
  const recipients = address === null ? [] : namesIn(page, address)
  const single = {
    documentNumber: number?.blank === true ? null : number,
    issuer: issuer.reading,
    signer: readSigner(page),
    issuedOn: signature.issuedOn,
    title,
    theme: readTheme(page),
    address: readAddress(page),
  }
  const draft: CircularDraft = {
    text,
    documentNumber: single.documentNumber?.value ?? null,
    issuer: single.issuer?.value ?? null,
    issuers: issuer.all,
    signer: single.signer?.value ?? null,
    issuedOn: single.issuedOn?.value ?? null,
    title: single.title?.value ?? null,
    theme: single.theme?.value ?? null,
    groups: readGroups(page),
    recipients,
    milestones: found.map(({ milestone }) => ({
      ...milestone,
      what: whatWords(text, milestone),
      recipients: fewer(
        milestone.recipients.filter((name) => !isIssuer(name, issuer.all)),
        recipients.map(({ name }) => name),
      ),
    })),
    window: window?.window ?? null,
    targets: asks ? readTargets(page) : [],
    quotas: asks ? readQuotas(page) : [],
    contacts: readContacts(page, telephones),
    telephones,
    mailboxes: readMailboxes(page),
    address: single.address?.value ?? null,
    recurrence: found.find(({ milestone }) => milestone.recurrence !== null)?.milestone.recurrence ?? null,
    questions: [
      ...headQuestions(number, signature),
      ...(asks || number !== null ? [] : [notACircular]),
      ...(window?.questions ?? []).map((question) => ({ ...question, field: 'window' })),
      ...milestoneQuestions(found, options.isWorking ?? ((date) => weekdayOf(date) <= 5)),
    ],
    missing: [],
    spans: Object.fromEntries(
      Object.entries(single).flatMap(([field, reading]) => (reading === null ? [] : [[field, reading.span]])),
    ),
  }
  return { ...draft, missing: missingIn(draft) }
}

/** A date that is for all whom the circular is addressed to is for nobody in particular. */
function fewer(names: string[], addressed: string[]): string[] {
  const bare = (name: string) => foldCharacters(name).text.replace(/\([^()]*\)/g, '')
  const named = new Set(names.map(bare))
  const all = addressed.length > 0 && addressed.every((name) => named.has(bare(name)))
  /** "各镇" under "各镇残联", the only ones addressed. */
  const [only, ...rest] = addressed.map(bare)
  const short = rest.length === 0 && only !== undefined && names.every((name) => only.startsWith(bare(name)))
  return all || short ? [] : names
}

/** "市教育局于……接受申报": who takes it in does not hand it in. */
function isIssuer(name: string, issuers: string[]): boolean {
  const words = foldCharacters(name).text
  return issuers.some((issuer) => foldCharacters(issuer).text.endsWith(words))
}

/** "组织部于5月21日前将标准发至各支部": the issuer's own day is nobody's deadline. */
function isOwnAct({ kind, recipients }: CircularDraft['milestones'][number], issuers: string[]): boolean {
  return kind === 'dated' && recipients.length > 0 && recipients.every((name) => isIssuer(name, issuers))
}

function whatWords(text: string, { what, whatSpan }: CircularDraft['milestones'][number]): string {
  return whatSpan === null ? what : wordsAt(text, whatSpan)
}

/** The year that a number or a title names; a school year (2021—2022) names two and so none. */
function yearIn(text: string | undefined): number | null {
  const single = (text ?? '').replace(/\d{4}\s?[-—–~至]{1,2}\s?\d{4}(?=年|学年|$|[^\d])/g, '')
  const match = /(?<!\d)((?:19|20)\d\d)(?!\d)/.exec(single)
  return match === null ? null : numberOf(match[1] ?? '')
}

function yearsAfter(issuedOn: LocalDate | null, text: string): number[] {
  const years = Array.from(text.matchAll(/(?<!\d)(20\d\d)(?=\s*[年—–~-])/g), (match) => Number(match[1]))
  return issuedOn === null ? [] : [...new Set(years)].filter((year) => year > Number(issuedOn.slice(0, 4)))
}

function issuerOf(
  page: Page,
  address: ReturnType<typeof findAddressLine>,
  { issuers }: Signature,
  title: Reading<string> | null,
): { reading: Reading<string> | null; all: string[] } {
  const signed = issuers.length > 0 ? issuers : readLetterhead(page, address)
  const [first] = signed
  const last = signed.at(-1)
  if (first !== undefined && last !== undefined) {
    const all = signed.map(({ value }) => value)
    return { reading: { value: all.join('、'), span: [first.span[0], last.span[1]] }, all }
  }
  const length = /^(?<name>.{3,30}?)关于/.exec(foldCharacters(title?.value ?? '').text)?.groups?.['name']
    ?.length
  if (length === undefined || title === null) return { reading: null, all: [] }
  const named = title.value.slice(0, length)
  return { reading: { value: named, span: [title.span[0], title.span[0] + named.length] }, all: [named] }
}

const notACircular: CircularQuestion = {
  field: 'title',
  code: 'not-a-circular',
  facts: {},
  alternatives: [],
  span: null,
}

function headQuestions(
  number: ReturnType<typeof readDocumentNumber>,
  signature: Signature,
): CircularQuestion[] {
  const questions: CircularQuestion[] = []
  if (number?.blank === true)
    questions.push({
      field: 'documentNumber',
      code: 'number-blank',
      facts: {},
      alternatives: [number.value],
      span: number.span,
    })
  else if (number !== null && number.others.length > 0)
    questions.push({
      field: 'documentNumber',
      code: 'number-several',
      facts: {},
      alternatives: [number.value, ...number.others],
      span: number.span,
    })
  if (signature.incomplete !== null)
    questions.push({
      field: 'issuedOn',
      code: 'issued-incomplete',
      facts: {},
      alternatives: [],
      span: signature.incomplete.span,
    })
  return questions
}

function milestoneQuestions(found: Found[], isWorking: (date: LocalDate) => boolean): CircularQuestion[] {
  return found.flatMap(({ milestone, questions }, index) => {
    const field = `milestones.${index}.due`
    const off = dayOff(milestone.due, isWorking)
    const all = off === null ? questions : [...questions, { ...off, span: milestone.span }]
    return all.map((question) => ({ ...question, field }))
  })
}

function dayOff(
  due: string | null,
  isWorking: (date: LocalDate) => boolean,
): Pick<CircularQuestion, 'code' | 'facts' | 'alternatives'> | null {
  if (due === null) return null
  const day = localDate(due.slice(0, 10))
  if (isWorking(day)) return null
  return {
    code: 'day-off',
    facts: { weekday: weekdayOf(day) },
    alternatives: [day, nextWorking(day, -1, isWorking), nextWorking(day, 1, isWorking)],
  }
}

const LONGEST_HOLIDAY = 15

function nextWorking(day: LocalDate, step: 1 | -1, isWorking: (date: LocalDate) => boolean): LocalDate {
  let date = addDays(day, step)
  for (let tries = 0; tries < LONGEST_HOLIDAY && !isWorking(date); tries += 1) date = addDays(date, step)
  return date
}

function missingIn(draft: CircularDraft): string[] {
  const missing: string[] = []
  for (const field of [
    'documentNumber',
    'issuer',
    'signer',
    'issuedOn',
    'title',
    'theme',
    'address',
    'window',
  ] as const)
    if (draft[field] === null) missing.push(field)
  for (const field of ['recipients', 'milestones', 'targets', 'quotas', 'contacts', 'mailboxes'] as const)
    if (draft[field].length === 0) missing.push(field)
  return missing
}
