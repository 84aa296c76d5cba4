import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBounce } from '../../mail/bounces/readBounce.ts'
import { bounceSamples } from './bounceSamples.ts'

const about = { to: 'zhang.san@fl.example', id: '<17.AbC_d-9@fl.example>' }
const read = (raw: string) => readBounce(Buffer.from(raw))

describe('a mail that came back', () => {
  it.each(bounceSamples)('$name', async ({ raw, says }) => {
    const bounce = await read(raw(about))
    if (says === null) {
      expect(bounce).toBeNull()
      return
    }
    expect(bounce?.recipient).toBe(says.recipient === undefined ? about.to : says.recipient)
    if (says.status !== undefined) expect(bounce?.status).toBe(says.status)
    if (says.permanent !== undefined) expect(bounce?.permanent).toBe(says.permanent)
    if (says.remedy !== undefined) expect(bounce?.remedy).toBe(says.remedy)
    expect(bounce?.originalIds.includes(about.id)).toBe(says.namesOriginal)
    expect(bounce?.diagnostic).not.toBe('')
    if (says.diagnostic !== undefined) expect(bounce?.diagnostic).toMatch(says.diagnostic)
    expect(bounce?.diagnostic).not.toContain(about.to)
    expect(bounce?.headerId).toMatch(/^<\S+>$/)
  })

  it('is the same bounce each time that it is read', async () => {
    for (const { raw, says } of bounceSamples)
      if (says !== null) expect((await read(raw(about)))?.headerId).toBe((await read(raw(about)))?.headerId)
  })

  it('whatever it is, ends in an answer', async () => {
    const lines = fc.constantFrom(
      'From: MAILER-DAEMON@x.example',
      'Subject: Undeliverable',
      'Content-Type: multipart/report; boundary=b',
      'Content-Type: message/delivery-status',
      '--b',
      '--b--',
      '',
      'Final-Recipient: rfc822;',
      'Action: failed',
      'Status: 9.9.9',
      'Message-ID: <',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(lines, fc.string()), { maxLength: 30 }), async (mail) => {
        await read(mail.join('\r\n'))
      }),
    )
  })

  it('is read quickly though somebody meant it not to be', async () => {
    const started = performance.now()
    for (const evil of [
      '<style'.repeat(80_000),
      'a@'.repeat(200_000),
      ' '.repeat(400_000),
      '\n>'.repeat(200_000),
    ])
      await read(
        `From: MAILER-DAEMON@x.example\r\nSubject: Undeliverable\r\nContent-Type: text/html\r\n\r\n550 ${evil}`,
      )
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
