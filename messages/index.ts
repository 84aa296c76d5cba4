import { dates as enDates } from './en/dates.ts'
import { fields as enFields } from './en/fields.ts'
import { mail as enMail } from './en/mail.ts'
import { pages as enPages } from './en/pages.ts'
import { problems as enProblems } from './en/problems.ts'
import { states as enStates } from './en/states.ts'
import type { Language } from './language.ts'
import { dates } from './zh/dates.ts'
import { fields } from './zh/fields.ts'
import { mail } from './zh/mail.ts'
import { pages } from './zh/pages.ts'
import { problems } from './zh/problems.ts'
import { states } from './zh/states.ts'

export { languages, type Language } from './language.ts'

const zh = { ...dates, ...fields, ...mail, ...pages, ...problems, ...states }
export type MessageKey = keyof typeof zh

const en: Record<MessageKey, string> = {
  ...enDates,
  ...enFields,
  ...enMail,
  ...enPages,
  ...enProblems,
  ...enStates,
}
const catalogue: Record<Language, Record<MessageKey, string>> = { 'zh-CN': zh, en }

export type MessageParams = Readonly<Record<string, string | number>>

/** `{name}`, or `{name:one|many}`: a word by whether the number is one. */
const PLACEHOLDER = /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g

/**
 * The text of a key, its placeholders filled in. Numbers go in as they are: whoever wants grouping passes
 * `formatNumber`. The result is plain text and is escaped by whoever puts it into markup.
 * @throws RangeError when a parameter is missing: a person must never read a placeholder
 */
export function t(language: Language, key: MessageKey, params: MessageParams = {}): string {
  return catalogue[language][key].replace(
    PLACEHOLDER,
    (_whole, name: string, one?: string, many?: string) => {
      const value = Object.hasOwn(params, name) ? params[name] : undefined
      if (value === undefined) throw new RangeError(`message ${key} needs {${name}}`)
      if (one === undefined || many === undefined) return String(value)
      return String(value) === '1' ? one : many
    },
  )
}

/** The text of a key with its placeholders as they stand, for whoever puts words of her own in its place. */
export function wordsAsWritten(language: Language, key: MessageKey): string {
  return catalogue[language][key]
}

/** Whether a key put together from a code, such as `state.${state}`, has a text. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(zh, key)
}

export const messageKeys: readonly MessageKey[] = Object.keys(zh).filter(isMessageKey)

/** The names that `t` needs for a key, each once. */
export function paramsOf(language: Language, key: MessageKey): string[] {
  return [...new Set(Array.from(catalogue[language][key].matchAll(PLACEHOLDER), (match) => match[1] ?? ''))]
}
