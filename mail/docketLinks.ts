import { createHmac, timingSafeEqual } from 'node:crypto'
import type { DocketLinkRef } from '../domain/message.ts'
import { isLocalDate } from '../domain/time.ts'

const MAC_BYTES = 16
const tokenForm = /^([1-9a-z][0-9a-z]{0,6})-([1-9a-z][0-9a-z]{0,4})-(\d{8})-([A-Za-z0-9_-]{22})$/

function macOf(key: Buffer, { accountId, generation, expiresOn }: DocketLinkRef): Buffer {
  return createHmac('sha256', key)
    .update(`docket-link:${accountId}:${generation}:${expiresOn}`)
    .digest()
    .subarray(0, MAC_BYTES)
}

/**
 * The token by which a person decides what her docket mail tells of, without signing in. It opens her docket and
 * nothing else, until its day is over or her generation changes. It follows from its arguments and is not stored.
 */
export function docketToken(key: Buffer, link: DocketLinkRef): string {
  const parts = [
    link.accountId.toString(36),
    link.generation.toString(36),
    link.expiresOn.replaceAll('-', ''),
  ]
  return [...parts, macOf(key, link).toString('base64url')].join('-')
}

/** Whose token it is, if it was made with this key; says nothing of its day or of later generations. */
export function readDocketToken(key: Buffer, token: string): DocketLinkRef | null {
  const [, account, generation, day, mac] = tokenForm.exec(token) ?? []
  if (account === undefined || generation === undefined || day === undefined || mac === undefined) return null
  const expiresOn = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`
  if (!isLocalDate(expiresOn)) return null
  const link = {
    accountId: Number.parseInt(account, 36),
    generation: Number.parseInt(generation, 36),
    expiresOn,
  }
  const given = Buffer.from(mac, 'base64url')
  const genuine =
    given.length === MAC_BYTES &&
    given.toString('base64url') === mac &&
    timingSafeEqual(macOf(key, link), given)
  return genuine ? link : null
}

/** @param baseUrl without a slash at the end */
export function docketUrl(baseUrl: string, token: string, itemId?: number): string {
  return `${baseUrl}/d/${token}${itemId === undefined ? '' : `/items/${itemId}`}`
}
