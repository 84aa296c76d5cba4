import fc from 'fast-check'
import { expect, it } from 'vitest'
import { linkToken, matchesLink, parseLinkToken, unitUrl } from '../../mail/links.ts'

const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes))
const linkId = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const generation = fc.integer({ min: 1, max: 1_000_000 })

it('opens its own link and no other', () => {
  fc.assert(
    fc.property(key, key, linkId, linkId, generation, generation, (k, otherK, id, otherId, g, otherG) => {
      const token = linkToken(k, { linkId: id, generation: g })
      const parsed = parseLinkToken(token)
      if (parsed === null) return false
      expect(parsed.linkId).toBe(id)
      expect(matchesLink(k, id, g, parsed.mac)).toBe(true)
      expect(matchesLink(otherK, id, g, parsed.mac)).toBe(k.equals(otherK))
      expect(matchesLink(k, otherId, g, parsed.mac)).toBe(id === otherId)
      expect(matchesLink(k, id, otherG, parsed.mac)).toBe(g === otherG)
      return true
    }),
  )
})

it('does not take the digits of one number for those of the next', () => {
  const k = Buffer.alloc(32, 7)
  const mac = parseLinkToken(linkToken(k, { linkId: 1, generation: 23 }))?.mac ?? Buffer.alloc(0)
  expect(matchesLink(k, 12, 3, mac)).toBe(false)
})

it('refuses whatever was changed on the way', () => {
  fc.assert(
    fc.property(key, linkId, generation, fc.nat(), fc.constantFrom(...'0aZ-_ é'), (k, id, g, at, other) => {
      const token = linkToken(k, { linkId: id, generation: g })
      const position = at % token.length
      const changed = token.slice(0, position) + other + token.slice(position + 1)
      if (changed === token) return true
      const parsed = parseLinkToken(changed)
      return parsed === null || !matchesLink(k, parsed.linkId, g, parsed.mac)
    }),
  )
  for (const text of [
    '',
    '-',
    '1-',
    '1-short',
    '01-AAAAAAAAAAAAAAAAAAAAAA',
    'zzzzzzzzzzz-AAAAAAAAAAAAAAAAAAAAAA',
  ])
    expect(parseLinkToken(text)).toBe(null)
  expect(matchesLink(Buffer.alloc(32), 1, 1, Buffer.alloc(0))).toBe(false)
})

it('fits a path as it is', () => {
  const url = unitUrl(
    'https://duban.example',
    linkToken(Buffer.alloc(32, 1), { linkId: 3051, generation: 1 }),
  )
  expect(url).toMatch(/^https:\/\/duban\.example\/u\/2cr-[\w-]{22}$/)
  expect(encodeURI(url)).toBe(url)
})
