import type { CircularDraft, CircularQuestion } from '../../domain/circular/draft.ts'
import type { RecipientMatch } from '../../domain/circular/match.ts'
import type { CircularAnswers } from '../../domain/circular/toNotice.ts'
import { localDate, type LocalDate } from '../../domain/time.ts'

/** All that is to be settled about one report, in one box. */
export interface MilestoneBox {
  index: number
  questions: CircularQuestion[]
  /** Days to choose from, the one that was taken first. */
  days: LocalDate[]
  chosen: LocalDate | 'open' | 'drop'
  /** Chosen, and none of the days offered. */
  other: LocalDate | null
}

export interface RecipientBox {
  index: number
  name: string
  match: Extract<RecipientMatch, { kind: 'many' | 'none' }>
  chosen: number[]
}

export function milestoneBoxes(draft: CircularDraft, answers: CircularAnswers): MilestoneBox[] {
  return draft.milestones.flatMap((milestone, index) => {
    const questions = draft.questions.filter(({ field }) => field === `milestones.${index}.due`)
    if (questions.length === 0) return []
    const read = milestone.due === null ? [] : [milestone.due]
    const days = daysOf([...read, ...questions.flatMap(({ alternatives }) => alternatives)])
    const chosen = answers.milestones[index] ?? (read.length > 0 ? days[0] : undefined) ?? 'open'
    const other = chosen === 'open' || chosen === 'drop' || days.includes(chosen) ? null : chosen
    return [{ index, questions, days, chosen, other }]
  })
}

/** Each day once: the hour of a deadline stays in its words. */
function daysOf(values: readonly string[]): LocalDate[] {
  const days = values
    .filter((value) => /^\d{4}-\d\d-\d\d/.test(value))
    .map((value) => localDate(value.slice(0, 10)))
  return [...new Set(days)]
}

export function recipientBoxes(
  draft: CircularDraft,
  matches: readonly RecipientMatch[],
  answers: CircularAnswers,
): RecipientBox[] {
  return matches.flatMap((match, index) => {
    const name = draft.recipients[index]?.name
    if (name === undefined || (match.kind !== 'many' && match.kind !== 'none')) return []
    return [{ index, name, match, chosen: answers.recipients[index] ?? [] }]
  })
}
