import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { SendOutcome } from '../../mail/mailer.ts'
import { headersFor, senderName } from '../../mail/templates/headers.ts'
import { renderMail } from '../../mail/templates/render.ts'
import type { ActivityDependencies } from '../dependencies.ts'
import type { ClaimedMessage, Drain, Outcome } from './drain.ts'
import type { Lease } from './lease.ts'

/** A sign-in link works once, for so long. */
const SIGN_IN_MINUTES = 30

/** One conversation with the mail server, unless the lease has ended: then somebody else may be at it. */
export async function sendMessage(
  deps: ActivityDependencies,
  drain: Drain,
  message: ClaimedMessage,
  lease: Lease,
): Promise<Outcome> {
  const signInUrl =
    message.content.kind === 'sign_in' ? await newSignInUrl(deps, message, message.content.next) : null
  const { subject, text, html } = renderMail(message.content, {
    language: message.language,
    baseUrl: deps.mail.baseUrl,
    key: deps.mail.linkKey,
    zone: drain.time.installation.zone,
    ...(signInUrl === null ? {} : { signInUrl }),
  })
  const result: SendOutcome = await deps.mailer.send(
    {
      messageId: message.headerId,
      to: message.address,
      from: { name: senderName(message.content.issuerName), address: deps.mail.from },
      replyTo: message.replyTo,
      subject,
      text,
      html,
      headers: headersFor(message.content, { from: deps.mail.from, messageId: message.headerId }),
    },
    () => lease.isOn(),
  )
  return { id: message.id, claimToken: message.claimToken, result }
}

/** The token is made when the mail is sent and kept only as a hash. */
async function newSignInUrl(
  deps: ActivityDependencies,
  message: ClaimedMessage,
  next: string | undefined,
): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  await deps.db
    .insertInto('sign_in_token')
    .values({
      token_hash: createHash('sha256').update(token).digest(),
      account_id: message.accountId ?? 0,
      expires_at: sql`now() + make_interval(mins => ${SIGN_IN_MINUTES})`,
      used_at: null,
    })
    .execute()
  const query = next === undefined || next === '/' ? '' : `?${new URLSearchParams({ next }).toString()}`
  return `${deps.mail.baseUrl}/sign-in/${token}${query}`
}
