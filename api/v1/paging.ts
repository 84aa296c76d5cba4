import { Problem } from '../../domain/problem.ts'

/** A cursor is the last id of a page, so that rows which come in meanwhile shift nothing. */
export function encodeCursor(id: number): string {
  return Buffer.from(String(id)).toString('base64url')
}

/** @throws Problem invalid-input */
export function decodeCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const id = Number(Buffer.from(cursor, 'base64url').toString())
  if (!Number.isSafeInteger(id) || id < 1)
    throw new Problem('invalid-input', {}, [{ field: 'cursor', code: 'unknown-field' }])
  return id
}

/** One page from one row more than it holds. */
export function toPage<T extends { id: number }>(
  rows: T[],
  limit: number,
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(last.id) : null }
}
