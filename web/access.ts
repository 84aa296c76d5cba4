import type { AccountRole, Language } from '../db/tables/tree.ts'
import type { AccountActor } from '../operations/perform.ts'
import type { Form } from './forms.ts'

/**
 * Who may use a route: anybody, whoever holds the link in its path, or people who signed in with one of the roles.
 * Every route declares one; the application does not start with a route that has none.
 */
export type Access = 'public' | 'link' | RoleAccess

export interface RoleAccess {
  roles: readonly AccountRole[]
  /** The person is known by the link of her docket mail, in the path as `:docket`, and not by a session. */
  by?: 'docket-link'
}

/** Those who issue notices and look after their progress. */
export const coordinating = { roles: ['coordinator', 'administrator'] } as const satisfies Access
/** Those who may see a campaign's progress, each in her own subtree. */
export const watching = {
  roles: ['coordinator', 'administrator', 'supervisor', 'leader'],
} as const satisfies Access
/** The docket, by the link of its mail. */
export const byDocketLink = {
  roles: ['supervisor', 'leader', 'coordinator', 'administrator'],
  by: 'docket-link',
} as const satisfies Access
export const administrating = { roles: ['administrator'] } as const satisfies Access

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    /** Who is signed in, by the session cookie. */
    person: AccountActor | null
    sessionToken: string | null
    /** What `?lang=` or the cookie asks for; null: what account or contact prefers. */
    wantedLanguage: Language | null
    /** The body of a form, whichever way it came. */
    form: Form
  }
}
