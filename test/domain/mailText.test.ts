import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fillMailText,
  longestPart,
  mailTextComplaints,
  mailTextKinds,
  placeholdersOf,
  type MailText,
} from '../../domain/mailText.ts'
import { parseMailTemplate } from '../../domain/mailTextTemplate.ts'

const words = (changes: Partial<MailText> = {}): MailText => ({
  subject: '请签收：{title}',
  opening: '',
  closing: '',
  ...changes,
})
const codes = (changes: Partial<MailText>): string[] =>
  mailTextComplaints('issue', words(changes)).map(({ field, code }) => `${field} ${code}`)

describe('words with placeholders', () => {
  it('may name what their mail has, and an unknown name is refused by name', () => {
    expect(codes({ opening: '{unit}：\n请于{due}签收{title}，问题请找{whom}' })).toEqual([])
    expect(mailTextComplaints('issue', words({ closing: '{password} {receipt} {password}' }))).toEqual([
      { field: 'closing', code: 'placeholder-unknown', facts: { name: 'password' } },
      { field: 'closing', code: 'placeholder-unknown', facts: { name: 'receipt' } },
    ])
    expect(mailTextComplaints('receipt', words({ closing: '{receipt}' }))).toEqual([])
  })

  it.each([
    '{constructor}',
    '{__proto__}',
    '{toString}',
    '{unit.name}',
    '{unit["name"]}',
    '{#each unit}',
    '{{unit}}',
    '{{{unit}}}',
    '${unit}{process.env}',
    '{unit|upper}',
    '{1+1}',
    '{单位}',
    '{title',
    'title}',
    '{}',
    '{ unit }',
    '｛unit｝',
    '{uni{t}}',
  ])('reach no further than that: %s', (text) => {
    expect(mailTextComplaints('issue', words({ opening: text }))).not.toEqual([])
  })

  it('take no markup, and none of what cannot be seen', () => {
    for (const text of ['<b>x', '<!-- x', '</td>', '<script>', '<?php']) {
      expect(codes({ opening: text })).toEqual(['opening markup-refused'])
    }
    expect(codes({ opening: '3 < 5，5 > 3 & 2' })).toEqual([])
    for (const unseen of [
      '\u0000',
      '\t',
      '\r',
      '\u202E',
      '\u2066',
      '\u200B',
      '\uFEFF',
      '\u2028',
      '\u00AD',
      '\u3164',
      '\uD800',
    ]) {
      expect(codes({ closing: `请${unseen}报` }), JSON.stringify(unseen)).toEqual([
        'closing unseen-character',
      ])
    }
  })

  it('have a subject of one line, and an end to their length', () => {
    expect(codes({ subject: '' })).toEqual(['subject required'])
    expect(codes({ subject: 'a\nBcc: x@example.org' })).toEqual(['subject one-line-only'])
    expect(codes({ subject: '字'.repeat(longestPart.subject + 1) })).toEqual(['subject too-long'])
    expect(codes({ opening: '字'.repeat(longestPart.opening) })).toEqual([])
    expect(codes({ opening: '字'.repeat(longestPart.opening + 1) })).toEqual(['opening too-long'])
  })

  it('are whole again when their parts are put together', () => {
    const allowed = [...placeholdersOf.issue]
    const piece = fc.oneof(
      fc.constantFrom(...allowed).map((name) => `{${name}}`),
      fc.string({ maxLength: 8 }).filter((text) => parseMailTemplate(text, rules(allowed)).parts !== null),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const { parts } = parseMailTemplate(pieces.join(''), rules(allowed))
        if (parts === null) return
        const again = parts.map((part) => ('text' in part ? part.text : `{${part.placeholder}}`)).join('')
        expect(again).toBe(pieces.join(''))
      }),
    )
  })
})

const rules = (allowed: string[]) => ({ allowed, longest: 1000, oneLine: false, needed: false })

describe('filling', () => {
  it('sets values as they are and never looks at them again', () => {
    const filled = fillMailText('issue', words({ opening: '{unit}请看{title}' }), {
      unit: '{whom}$&$1',
      title: '<b>{unit}</b>',
      whom: '不该出现',
    })
    expect(filled.opening).toEqual(['{whom}$&$1请看<b>{unit}</b>'])
    expect(filled.subject).toBe('请签收：<b>{unit}</b>')
  })

  it('leaves a line out, or the subject to the original, where there is nothing to say', () => {
    const filled = fillMailText(
      'reminder_before',
      words({ subject: '还有{daysLeft}天', closing: '请找{whom}\n\n谢谢' }),
      {
        daysLeft: null,
        whom: '',
      },
    )
    expect(filled).toEqual({ subject: null, opening: [], closing: ['谢谢'] })
  })

  it('says nothing in words that have ceased to be allowed', () => {
    const filled = fillMailText('receipt', words({ subject: '{daysLeft}', opening: '{daysLeft}\n在' }), {
      daysLeft: '3',
    })
    expect(filled).toEqual({ subject: null, opening: ['在'], closing: [] })
  })

  it('never throws, whatever is written', () => {
    fc.assert(
      fc.property(fc.constantFrom(...mailTextKinds), fc.string(), fc.string(), (kind, one, other) => {
        const text = { subject: one, opening: other, closing: `${one}{${other}}` }
        mailTextComplaints(kind, text)
        fillMailText(kind, text, { unit: other })
      }),
    )
  })
})
