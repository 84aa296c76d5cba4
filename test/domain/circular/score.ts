import type { CircularDraft } from '../../../domain/circular/draft.ts'
import type { Facts } from './wholes.ts'

/** What was found and what ought to have been, of one kind of fact over many circulars. */
export interface Score {
  right: number
  found: number
  wanted: number
}

export type Scores = Record<string, Score>

/** The facts of a draft in the words that `Facts` has for them. */
export function factsOf(draft: CircularDraft): Record<string, string[]> {
  const reports = draft.milestones.filter(({ workOnly }) => !workOnly)
  return {
    documentNumber: one(draft.documentNumber),
    issuer: draft.issuers,
    issuedOn: one(draft.issuedOn),
    recipient: draft.recipients.map(({ name }) => name),
    report: reports.map(({ kind, due, recipients }) =>
      [kind, due, recipients.join('、')].filter(Boolean).join(' '),
    ),
    work: draft.milestones.flatMap(({ workOnly, due }) => (workOnly && due !== null ? [due] : [])),
    window: draft.window === null ? [] : [`${draft.window.from ?? '?'} ${draft.window.to ?? '?'}`],
    target: draft.targets.map(({ total, measure }) => `${total} ${measure}`),
    quota: draft.quotas.map(({ min, max, measure }) => `${min ?? '?'}-${max ?? '?'} ${measure}`),
    contact: draft.contacts.map(({ name }) => name),
    mailbox: draft.mailboxes.map(({ address }) => address),
    locked: draft.milestones.flatMap(({ locked, due }) => (locked && due !== null ? [due] : [])),
  }
}

export function wantedOf(facts: Facts): Record<string, string[]> {
  return {
    documentNumber: one(facts.documentNumber),
    issuer: facts.issuers,
    issuedOn: one(facts.issuedOn),
    recipient: facts.recipients,
    report: facts.reports,
    work: facts.works ?? [],
    window: one(facts.window ?? null),
    target: facts.targets,
    quota: facts.quotas,
    contact: facts.contacts,
    mailbox: facts.mailboxes,
    locked: facts.locked ?? [],
  }
}

function one(value: string | null): string[] {
  return value === null ? [] : [value]
}

/** Adds one circular to the scores; returns what was wrong in it. */
export function score(
  scores: Scores,
  name: string,
  found: Record<string, string[]>,
  wanted: Record<string, string[]>,
): string[] {
  const wrong: string[] = []
  for (const [kind, values] of Object.entries(wanted)) {
    const left = [...values]
    const entry = (scores[kind] ??= { right: 0, found: 0, wanted: 0 })
    entry.wanted += values.length
    for (const value of found[kind] ?? []) {
      entry.found += 1
      const at = left.indexOf(value)
      if (at < 0) wrong.push(`${name}: ${kind} ${value} is not in it`)
      else {
        entry.right += 1
        left.splice(at, 1)
      }
    }
    for (const value of left) wrong.push(`${name}: ${kind} ${value} was not found`)
  }
  return wrong
}

/** Precision and recall by kind, as a table to read. */
export function tableOf(scores: Scores): string {
  const percent = (part: number, whole: number) =>
    whole === 0 ? '    –' : `${((100 * part) / whole).toFixed(1).padStart(5)}`
  const rows = Object.entries(scores).map(
    ([kind, { right, found, wanted }]) =>
      `${kind.padEnd(16)}${percent(right, found)} %   ${percent(right, wanted)} %   ${right}/${found} found, ${right}/${wanted} wanted`,
  )
  return ['kind            precision   recall', ...rows].join('\n')
}
