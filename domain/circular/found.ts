import type { CircularMilestone, CircularQuestion } from './draft.ts'

/** A milestone on its way into the draft, with the questions that belong to it. */
export interface Found {
  milestone: CircularMilestone
  questions: Omit<CircularQuestion, 'field'>[]
  /** Where it stands in the running text. */
  at: number
  end: number
}
