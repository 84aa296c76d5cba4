import type { CircularAnswers } from '../../domain/circular/toNotice.ts'
import { Problem } from '../../domain/problem.ts'
import { localDate, type LocalDate } from '../../domain/time.ts'
import type { Form } from '../forms.ts'
import { branch, leaf, leaves, nest, type Nested } from '../nested.ts'

const MOST_UNITS = 50

/** What the author settled. @throws Problem invalid-input for what is no date */
export function readAnswers(form: Form): CircularAnswers {
  const tree = nest(form)
  return {
    milestones: Object.fromEntries(
      entries(branch(tree, 'milestone')).map(([index, row]) => [index, answerOf(index, row)]),
    ),
    recipients: Object.fromEntries(
      entries(branch(tree, 'recipient')).map(([index, row]) => [
        index,
        leaves(row, 'units').map(Number).filter(Number.isInteger).slice(0, MOST_UNITS),
      ]),
    ),
    documentNumber: leaf(tree, 'documentNumber').trim() || null,
    issuedOn: dateAt('issuedOn', leaf(tree, 'issuedOn')),
  }
}

function entries(tree: Nested | undefined): [string, Nested][] {
  if (tree === undefined || Array.isArray(tree)) return []
  return Object.entries(tree).filter(([key]) => /^\d{1,3}$/.test(key))
}

function answerOf(index: string, row: Nested): LocalDate | 'open' | 'drop' {
  const due = leaf(row, 'due')
  if (due === 'open' || due === 'drop') return due
  const field = `milestone.${index}.other`
  const date = dateAt(field, due === 'other' ? leaf(row, 'other') : due)
  if (date === null) throw new Problem('invalid-input', {}, [{ field, code: 'not-a-date' }])
  return date
}

function dateAt(field: string, text: string): LocalDate | null {
  if (text.trim() === '') return null
  try {
    return localDate(text.trim())
  } catch {
    throw new Problem('invalid-input', {}, [{ field, code: 'not-a-date' }])
  }
}
