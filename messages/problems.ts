import { localDate } from '../domain/time.ts'
import { formatDate } from './dates.ts'
import { isMessageKey, paramsOf, t, type Language, type MessageParams } from './index.ts'

/**
 * The sentence of a refusal or of a complaint about a field, for every code that there is. With more facts it
 * says more. A code that the catalogue does not know gets the sentence for invalid input.
 */
export function problemText(
  language: Language,
  problem: { code: string; facts?: MessageParams | undefined },
): string {
  const facts = readable(language, problem.facts ?? {})
  const known = [`problem.${problem.code}.detail`, `problem.${problem.code}`]
    .filter(isMessageKey)
    .find((key) => paramsOf(language, key).every((name) => Object.hasOwn(facts, name)))
  return known === undefined ? t(language, 'problem.invalid-input') : t(language, known, facts)
}

/** Dates and calendar reasons stand in the facts as codes. */
function readable(language: Language, facts: MessageParams): MessageParams {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, readableFact(language, name, value)]),
  )
}

function readableFact(language: Language, name: string, value: string | number): string | number {
  if (name === 'date' && typeof value === 'string') return dateOr(language, value)
  const day = `day.${value}`
  return name === 'reason' && isMessageKey(day) ? t(language, day) : value
}

function dateOr(language: Language, value: string): string {
  try {
    return formatDate(language, localDate(value))
  } catch {
    return value
  }
}

/**
 * A field as a person knows it: `milestones.0.dueOn` is `第1项报送，期限`; an id (`value-31`) is no position. A part that has no name is left out;
 * where nothing is left, the path itself is returned.
 */
export function fieldName(language: Language, path: string): string {
  const parts = path.replace(/-\d+$/, '').split('.')
  const names: string[] = []
  let key = 'field'
  parts.forEach((part, index) => {
    const isPosition = /^\d+$/.test(part)
    if (!isPosition) key = `${key}.${part}`
    const wanted = isPosition ? `${key}.nth` : key
    const named = isPosition || index === parts.length - 1
    if (!named || !isMessageKey(wanted)) return
    names.push(isPosition ? t(language, wanted, { n: Number(part) + 1 }) : t(language, wanted))
  })
  return names.length === 0 ? path : names.join(language === 'en' ? ', ' : '，')
}
