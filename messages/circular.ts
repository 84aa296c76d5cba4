import type { CircularQuestion } from '../domain/circular/draft.ts'
import { t, type Language } from './index.ts'

/** A question about a circular as a person reads it, with the words of the text that it is about. */
export function circularQuestionText(language: Language, question: CircularQuestion, text: string): string {
  const words = question.span === null ? '' : text.slice(...question.span).replace(/\s+/g, ' ')
  const [first = ''] = question.alternatives
  return t(language, `circular.ask.${question.code}`, { ...question.facts, words, first })
}
