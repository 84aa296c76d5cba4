import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { asWritten, neutral } from '../../domain/spreadsheetText.ts'

describe('a cell of a CSV file', () => {
  test.each(['=1+1', '+cmd|x', '-2+A1', '@SUM(A1)', '\t=1', '\rx', ' =1', '  @x', "'=1", '＝1+1'])(
    'marks %j as text',
    (text) => {
      expect(neutral(text)).toBe(`'${text}`)
    },
  )

  test.each([
    '+86 139 0000 0000',
    '+8613900000000',
    '-5',
    '-5',
    '0451-8765',
    '甲, "乙"',
    "O'Neill",
    "'quoted'",
    '',
  ])('leaves %j as it is', (text) => {
    expect(neutral(text)).toBe(text)
  })

  it('says after reading what it said before writing', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^'{0,3}\s{0,2}[=+@\t-]{0,2}[\w ]{0,4}$/))
    fc.assert(fc.property(text, (said) => asWritten(neutral(said)) === said))
  })
})
