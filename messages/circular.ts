import type { CircularQuestion } from '../domain/circular/draft.ts'
import { localDate } from '../domain/time.ts'
import { formatFullDate } from './dates.ts'
import { t, type Language } from './index.ts'

/** A question about a circular as a person reads it, with the words of the text that it is about. */
export function circularQuestionText(language: Language, question: CircularQuestion, text: string): string {
  const words = question.span === null ? '' : text.slice(...question.span).replace(/\s+/g, ' ')
  const first = readable(language, question.alternatives[0] ?? '')
  return t(language, `circular.ask.${question.code}`, { ...question.facts, words, first })
}

function readable(language: Language, value: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(value) ? formatFullDate(language, localDate(value)) : value
}
