/** Names and manners of the two cookies; neither can be read by a script. */
export const SESSION_COOKIE = 'duban_session'
export const LANGUAGE_COOKIE = 'duban_lang'

const DAY = 86_400

function cookie({ secureCookies }: { secureCookies: boolean }, days: number) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: secureCookies, maxAge: days * DAY } as const
}

/** As long as the session itself. */
export const sessionCookie = (deps: { secureCookies: boolean }) => cookie(deps, 14)
export const languageCookie = (deps: { secureCookies: boolean }) => cookie(deps, 365)
