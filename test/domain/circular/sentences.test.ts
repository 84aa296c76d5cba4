import { describe, expect, it } from 'vitest'
import { parseCircular } from '../../../domain/circular/parse.ts'
import { score, tableOf, type Scores } from './score.ts'
import { sentences } from './sentences.ts'

/** The sentence as a circular of its own, signed and dated. */
function circular(text: string, issuedOn: string): string {
  const [year, month, day] = issuedOn.split('-').map(Number)
  return `${text}\n\n滨江市妇联\n${year}年${month}月${day}日`
}

describe('sentences of circulars', () => {
  it.each(sentences)('reads $text', ({ text, issuedOn, gives, what, asks }) => {
    const draft = parseCircular(circular(text, issuedOn ?? '2014-03-06'))
    expect(draft.milestones.map(({ kind, due, dueText }) => [kind, due, dueText])).toEqual(gives)
    if (what !== undefined) expect(draft.milestones.map((one) => one.what)).toEqual(what)
    const asked = draft.questions.map(({ code }) => String(code))
    for (const code of asks ?? []) expect(asked).toContain(code)
  })

  it('prints how much of the corpus it gets, by kind of deadline', () => {
    const scores: Scores = {}
    for (const { text, issuedOn, gives } of sentences) {
      const { milestones } = parseCircular(circular(text, issuedOn ?? '2014-03-06'))
      for (const kind of ['dated', 'windowed', 'open', 'none', 'recurring', 'relative'] as const) {
        const found = milestones
          .filter((one) => one.kind === kind)
          .map(({ due, dueText }) => `${due} ${dueText}`)
        const wanted = gives.filter(([one]) => one === kind).map(([, due, words]) => `${due} ${words}`)
        score(scores, text, { [kind]: found }, { [kind]: wanted })
      }
    }
    console.log(`${sentences.length} sentences\n${tableOf(scores)}`)
    expect(Object.keys(scores)).toHaveLength(6)
  })
})
