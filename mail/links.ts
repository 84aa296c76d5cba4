import { createHmac, timingSafeEqual } from 'node:crypto'

/** Half of a SHA-256: 128 bits cannot be guessed and keep the link short enough to be copied by hand. */
const MAC_BYTES = 16
const tokenForm = /^([1-9a-z][0-9a-z]{0,10})-([A-Za-z0-9_-]{22})$/

function macOf(key: Buffer, linkId: number, generation: number): Buffer {
  return createHmac('sha256', key).update(`unit-link:${linkId}:${generation}`).digest().subarray(0, MAC_BYTES)
}

/** The token that lets a contact in without a password. It follows from its arguments, so nothing secret is stored. */
export function linkToken(key: Buffer, link: { linkId: number; generation: number }): string {
  const { linkId, generation } = link
  if (!Number.isSafeInteger(linkId) || linkId < 1) throw new RangeError(`not a link id: ${linkId}`)
  return `${linkId.toString(36)}-${macOf(key, linkId, generation).toString('base64url')}`
}

/** Takes a token apart; null for what no token looks like. Says nothing about whether it is genuine. */
export function parseLinkToken(token: string): { linkId: number; mac: Buffer } | null {
  const [, id, mac] = tokenForm.exec(token) ?? []
  if (id === undefined || mac === undefined) return null
  const linkId = Number.parseInt(id, 36)
  const bytes = Buffer.from(mac, 'base64url')
  // One link has one token: another spelling of the same bytes is refused.
  if (!Number.isSafeInteger(linkId) || bytes.toString('base64url') !== mac) return null
  return { linkId, mac: bytes }
}

/** Whether the token's mac is this link's in this generation. Takes as long for a near miss as for a far one. */
export function matchesLink(key: Buffer, linkId: number, generation: number, mac: Buffer): boolean {
  return mac.length === MAC_BYTES && timingSafeEqual(macOf(key, linkId, generation), mac)
}

/** @param baseUrl without a slash at the end */
export function unitUrl(baseUrl: string, token: string): string {
  return `${baseUrl}/u/${token}`
}
