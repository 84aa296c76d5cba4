import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { noticeDraftSchema } from '../../domain/notice.ts'
import { problemStatus } from '../../domain/problem.ts'
import { localDate } from '../../domain/time.ts'
import {
  formatCount,
  formatDate,
  formatDayAndTime,
  formatDaysLeft,
  formatDaysPast,
  formatDue,
  formatFullDate,
  formatInstant,
  formatNumber,
} from '../../messages/dates.ts'
import { isMessageKey, languages, messageKeys, paramsOf, t } from '../../messages/index.ts'
import { fieldName, problemText } from '../../messages/problems.ts'

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(path)
    else yield path
  }
}

const day = localDate('2014-05-10')

describe('catalogue', () => {
  it('asks for the same facts in both languages', () => {
    for (const key of messageKeys)
      expect(paramsOf('en', key).sort(), key).toEqual(paramsOf('zh-CN', key).sort())
  })

  it('has each key once: a group of pages does not take the words of another', () => {
    for (const language of ['zh', 'en']) {
      const files = [...filesBelow(`messages/${language}`)]
      const keys = files.flatMap((file) =>
        [...readFileSync(file, 'utf8').matchAll(/^ {2}'([^']+)':/gm)].map(([, key]) => key ?? ''),
      )
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
    }
  })

  it('never shouts, and is written in both', () => {
    for (const key of messageKeys)
      for (const language of languages) {
        const text = t(language, key, Object.fromEntries(paramsOf(language, key).map((name) => [name, 1])))
        expect(text, key).not.toMatch(/[!！{}]/)
        expect(text.trim(), key).not.toBe('')
        if (language === 'en') expect(text.replace('中文', ''), key).not.toMatch(/\p{Script=Han}/u)
      }
  })

  it('refuses a missing fact instead of showing a placeholder', () => {
    expect(() => t('zh-CN', 'mail.ask')).toThrow(/whom/)
    expect(() => t('zh-CN', 'mail.ask', JSON.parse('{"__proto__":{"whom":1}}'))).toThrow(/whom/)
  })

  it('says one unit and two units', () => {
    expect(t('en', 'campaign.units', { n: 1 })).toBe('1 unit')
    expect(t('en', 'campaign.units', { n: '3,070' })).toBe('3,070 units')
  })

  it('fills facts in once, whatever braces they hold', () => {
    expect(t('en', 'mail.ask', { whom: '{whom} $& x' })).toBe('Questions: {whom} $& x')
  })
})

describe('problems', () => {
  it('has a sentence for every refusal, with and without its facts', () => {
    const alwaysWithFacts: Record<string, Record<string, string>> = { 'milestone-locked': { date: day } }
    for (const code of Object.keys(problemStatus)) {
      expect(isMessageKey(`problem.${code}`), code).toBe(true)
      if (code === 'invalid-input') continue
      for (const language of languages) {
        const text = problemText(language, { code, facts: alwaysWithFacts[code] })
        expect(text, code).not.toBe(t(language, 'problem.invalid-input'))
      }
    }
  })

  it('says more where more is known', () => {
    expect(problemText('zh-CN', { code: 'too-long' })).toBe('太长了。请缩短')
    expect(problemText('zh-CN', { code: 'too-long', facts: { max: 200 } })).toBe('最多200个字。请缩短')
    expect(
      problemText('zh-CN', { code: 'due-on-day-off', facts: { date: day, reason: 'weekend' } }),
    ).toContain('期限5月10日（周六）是休息日（周末）')
    expect(problemText('en', { code: 'never-heard-of' })).toBe(t('en', 'problem.invalid-input'))
  })

  it('names every field of a notice', () => {
    for (const name of Object.keys(noticeDraftSchema.shape))
      expect(isMessageKey(`field.${name}`), name).toBe(true)
    expect(fieldName('zh-CN', 'milestones.0.dueOn')).toBe('第1项报送，期限')
    expect(fieldName('en', 'milestones.1.targets.2.name')).toBe('Report 2, Target 3, Name')
    expect(fieldName('zh-CN', 'value-31')).toBe('数字')
    expect(fieldName('en', 'nowhere.else')).toBe('nowhere.else')
  })
})

describe('dates', () => {
  it('says them as the design does', () => {
    expect(formatDate('zh-CN', day)).toBe('5月10日（周六）')
    expect(formatDate('en', day)).toBe('Sat 10 May')
    expect(formatFullDate('zh-CN', day)).toBe('2014年5月10日')
    expect(formatDue('zh-CN', day)).toBe('5月10日（周六）24时前')
    expect(formatDue('en', day)).toBe('Sat 10 May, before midnight')
    expect(formatDue('zh-CN', null)).toBe('没有期限')
  })

  it('reads instants by the clock of the zone', () => {
    const instant = new Date('2014-05-07T01:12:00Z')
    expect(formatInstant('zh-CN', instant, 'Asia/Shanghai')).toBe('5月7日 09:12')
    expect(formatInstant('en', instant, 'Europe/London')).toBe('7 May, 02:12')
    expect(formatDayAndTime('zh-CN', instant, 'Asia/Shanghai')).toBe('5月7日（周三）09:12')
    expect(formatInstant('zh-CN', new Date('2014-05-06T16:00:00Z'), 'Asia/Shanghai')).toBe('5月7日 00:00')
  })

  it('counts working days, today included', () => {
    expect(formatDaysLeft('zh-CN', 3)).toBe('还有3个工作日')
    expect(formatDaysLeft('en', 1)).toBe('1 working day left')
    expect(formatDaysLeft('zh-CN', 1, true)).toBe('今天24时截止')
    expect(formatDaysPast('zh-CN', 3)).toBe('已过3个工作日')
    expect(formatDaysPast('en', 1)).toBe('1 working day past')
    expect(formatNumber('zh-CN', 2273)).toBe('2,273')
    expect([1, 2, 10, 11].map((n) => formatCount('zh-CN', n))).toEqual(['一', '两', '十', '11'])
    expect(formatCount('en', 2)).toBe('2')
  })
})
