import { createHash, randomBytes } from 'node:crypto'

/** 24 random bytes: nobody guesses one, and its hash needs no salt. */
export function newToken(): string {
  return randomBytes(24).toString('base64url')
}

/** What is kept of a token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
