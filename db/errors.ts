import pg from 'pg'

/** A row points to one that is not there, or not for as long. */
export function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23503'
}

/** There is one already with what must be unique. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505'
}

/** A number or date is beyond what the column holds: no row has it. */
export function isOutOfRange(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ['22003', '22008'].includes(error.code ?? '')
}

/** Row-level security has refused a write that the operation itself should have refused. */
export function isForbidden(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '42501'
}

/** Classes and codes of SQLSTATE that say nothing of the statement: the line, the server's room, its coming and going. */
const AWAY = /^(08...|53...|57P0[1-5]|58...)$/

/** What the driver and the pool say when there is no line to the server, in words or by a system's code. */
const NO_LINE =
  /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|cannot use a pool after/i
const NO_LINE_CODES = new Set(
  ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'].concat([
    'ENOTFOUND',
    'EAI_AGAIN',
  ]),
)

/**
 * The database cannot be reached, has no connection or no room left, or is starting or stopping: the same may well
 * succeed in a moment. Whether a transaction under way was stored is not known, unless the room was lacking.
 */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return AWAY.test(error.code ?? '')
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError && error.errors.some(isUnavailable)) return true
  return NO_LINE.test(error.message) || ('code' in error && NO_LINE_CODES.has(String(error.code)))
}
