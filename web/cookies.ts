/** Names and manners of the two cookies; neither can be read by a script. */
const SESSION_COOKIE = 'duban_session'
export const LANGUAGE_COOKIE = 'duban_lang'

/** Over HTTPS a browser takes the name from this host alone: no other of the same domain can put a session there. */
export function sessionCookieName({ secureCookies }: { secureCookies: boolean }): string {
  return secureCookies ? `__Host-${SESSION_COOKIE}` : SESSION_COOKIE
}

const DAY = 86_400

function cookie({ secureCookies }: { secureCookies: boolean }, days: number) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: secureCookies, maxAge: days * DAY } as const
}

/** As long as the session itself. */
export const sessionCookie = (deps: { secureCookies: boolean }) => cookie(deps, 14)
export const languageCookie = (deps: { secureCookies: boolean }) => cookie(deps, 365)
