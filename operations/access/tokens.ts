import { createHash, createHmac, randomBytes } from 'node:crypto'

/** 24 random bytes: nobody guesses one, and its hash needs no salt. */
export function newToken(): string {
  return randomBytes(24).toString('base64url')
}

/** A token that follows from what is given, and that nobody without the secret can work out. */
export function tokenFrom(secret: Buffer, use: 'session' | 'api-key', parts: readonly string[]): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify([use, ...parts]))
    .digest('base64url')
}

/** What is kept of a token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
