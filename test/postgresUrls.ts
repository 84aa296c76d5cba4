import { postgresUrl } from '../cli/embedded/postgresRoles.ts'
import type { Passwords, Role } from '../cli/embedded/postgresRoles.ts'

/** The one test server of a run, as plain data that reaches every test file: `inject('postgresUrls')`. */
export interface PostgresUrls {
  port: number
  passwords: Passwords
  /** The superuser on the database `postgres`. */
  superuserUrl: string
}

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrls: PostgresUrls
  }
}

/** A role's connection string to a database of the test server; 'postgres' is the superuser. */
export function testUrl(urls: PostgresUrls, role: Role | 'postgres', database: string): string {
  return postgresUrl(role, urls.passwords[role], urls.port, database)
}
