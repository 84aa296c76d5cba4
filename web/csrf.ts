import { createHmac, timingSafeEqual } from 'node:crypto'

/** The mark that forms of a session carry; it follows from the session, so nothing is stored for it. */
export function csrfToken(key: Buffer, sessionToken: string): string {
  return createHmac('sha256', key).update(`csrf:${sessionToken}`).digest('base64url')
}

export function isCsrfToken(key: Buffer, sessionToken: string, candidate: string): boolean {
  const expected = Buffer.from(csrfToken(key, sessionToken))
  const given = Buffer.from(candidate)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
