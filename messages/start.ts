import { startEn } from './start.en.ts'
import { startZh } from './start.zh.ts'
import type { StartFacts, StartKey } from './start.zh.ts'

export type { StartFacts, StartKey } from './start.zh.ts'

/** Chinese, unless DUBAN_LANG or (when that is unset) LANG begins with "en". */
export function startLanguage(env: NodeJS.ProcessEnv = process.env): 'zh' | 'en' {
  return (env['DUBAN_LANG'] || env['LANG'] || '').toLowerCase().startsWith('en') ? 'en' : 'zh'
}

/** The sentence of a key in the language of the environment, its facts filled in. */
export function startMessage<K extends StartKey>(
  key: K,
  facts: StartFacts<K>,
  language: 'zh' | 'en' = startLanguage(),
): string {
  const text = language === 'en' ? startEn[key] : startZh[key]
  const values: Record<string, string | number> = facts
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
