import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseCircular } from '../../../domain/circular/parse.ts'
import { factsOf, score, tableOf, wantedOf, type Scores } from './score.ts'
import { habits } from './habits.ts'
import { sharedNotices, wholes } from './wholes.ts'

const here = fileURLToPath(new URL('wholes', import.meta.url))
const shared = fileURLToPath(new URL('../../../../shared/notices', import.meta.url))
const all = { ...wholes, ...habits }
const read = (path: string) => readFileSync(path, 'utf8')

describe('whole circulars', () => {
  it('gives the facts of circulars in the habits of many offices', () => {
    const scores: Scores = {}
    const wrong = Object.entries(all).flatMap(([name, facts]) =>
      score(scores, name, factsOf(parseCircular(read(join(here, `${name}.txt`)))), wantedOf(facts)),
    )
    console.log(`${Object.keys(all).length} circulars of our own\n${tableOf(scores)}\n${wrong.join('\n')}`)
    for (const kind of ['documentNumber', 'issuer', 'issuedOn', 'report', 'mailbox'])
      expect(ratio(scores, kind), kind).toBeGreaterThanOrEqual(0.95)
    for (const kind of ['recipient', 'work', 'window', 'target', 'quota', 'contact', 'locked'])
      expect(ratio(scores, kind), kind).toBeGreaterThanOrEqual(0.85)
  })

  it.skipIf(!existsSync(shared))('gives the facts of the five real notices, all of them', () => {
    const scores: Scores = {}
    const wrong = Object.entries(sharedNotices).flatMap(([number, facts]) => {
      const file = readdirSync(shared).find((name) => name.startsWith(`${number}_`)) ?? ''
      return score(scores, number, factsOf(parseCircular(read(join(shared, file)))), wantedOf(facts))
    })
    console.log(`five real notices\n${tableOf(scores)}`)
    expect(wrong).toEqual([])
  })

  it('points at the words of each value in the text as it was', () => {
    for (const name of Object.keys(all)) {
      const text = read(join(here, `${name}.txt`))
      const draft = parseCircular(text)
      for (const { dueText, span } of draft.milestones) expect(text.slice(...span)).toBe(dueText)
      for (const { name: unit, span } of draft.recipients) expect(bare(text.slice(...span))).toBe(bare(unit))
      for (const { span } of draft.mailboxes) expect(text.slice(...span)).toMatch(/[@＠#]/)
      for (const span of Object.values(draft.spans)) expect(text.slice(...span).trim()).not.toBe('')
    }
  })
})

it('gives each of several names the telephone that stands in its place', () => {
  const { contacts, quotas, window } = parseCircular(read(join(here, 'double-month.txt')))
  expect(contacts.map(({ name, telephone }) => [name, telephone])).toEqual([
    ['沈月', '7721301'],
    ['高宁', '7721302'],
  ])
  expect(quotas.map(({ who, what }) => [who, what])).toEqual([
    ['每个社区', '示范书屋'],
    ['每20户', '阅读家庭'],
  ])
  expect(window).toBeNull()
})

function bare(words: string): string {
  return words.replace(/\s/g, '')
}

function ratio(scores: Scores, kind: string): number {
  const { right, found, wanted } = scores[kind] ?? { right: 0, found: 0, wanted: 0 }
  return found + wanted === 0 ? 1 : (2 * right) / (found + wanted)
}
