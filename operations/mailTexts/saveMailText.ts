import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '../../db/connection.ts'
import { loadMailTextHistory } from '../../db/queries/mailTexts.ts'
import {
  mailLanguages,
  mailTextComplaints,
  mailTextKinds,
  type MailText,
  type MailTextKind,
} from '../../domain/mailText.ts'
import { Problem } from '../../domain/problem.ts'
import { requireRole, type AccountActor, type Op } from '../perform.ts'
import { record } from '../record.ts'
import { requireTop } from '../requireTop.ts'

export const whichTextSchema = z.strictObject({
  kind: z.enum(mailTextKinds),
  language: z.enum(mailLanguages),
})
export type WhichText = z.infer<typeof whichTextSchema>

/** As a form sends it; what may stand in it is for `mailTextComplaints` to say, by name. */
export const mailTextSchema = z.strictObject({
  subject: z.string().max(2000),
  opening: z.string().max(10_000).default(''),
  closing: z.string().max(10_000).default(''),
})

/** @throws Problem invalid-input, each complaint at its part; an unknown placeholder is named */
export function requireMailText(kind: MailTextKind, given: MailText): MailText {
  const text = {
    subject: given.subject.trim(),
    opening: tidied(given.opening),
    closing: tidied(given.closing),
  }
  const complaints = mailTextComplaints(kind, text)
  if (complaints.length > 0) throw new Problem('invalid-input', {}, complaints)
  return text
}

function tidied(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

/** Keeps one's own draft, which nobody is sent. @throws Problem not-allowed, invalid-input */
export async function draftMailText(
  op: Op,
  input: WhichText & { text: MailText; basedOn: number },
): Promise<void> {
  requireRole(op, 'coordinator', 'administrator')
  const words = { ...requireMailText(input.kind, input.text), based_on: input.basedOn, saved_at: op.asOf }
  await op.tx
    .insertInto('mail_text_draft')
    .values({ account_id: op.actor.accountId, kind: input.kind, language: input.language, ...words })
    .onConflict((conflict) => conflict.columns(['account_id', 'kind', 'language']).doUpdateSet(words))
    .execute()
}

/**
 * Puts words into use: mails that are claimed from now on speak with them; those that went out, and second copies of
 * them, stay as they were.
 * @param input.version the version that was in force when the words were written, 0 for none
 * @returns the new version
 * @throws Problem not-allowed, invalid-input, changed-meanwhile
 */
export async function saveMailText(
  op: Op,
  input: WhichText & { text: MailText; version: number },
): Promise<{ version: number }> {
  requireRole(op, 'coordinator', 'administrator')
  return addVersion(op, input, requireMailText(input.kind, input.text))
}

/** Back to the mail's own words; what was written stays in the history. @throws Problem not-allowed, changed-meanwhile */
export async function resetMailText(
  op: Op,
  input: WhichText & { version: number },
): Promise<{ version: number }> {
  requireRole(op, 'coordinator', 'administrator')
  return addVersion(op, input, null)
}

/** Whoever changes these words waits here for the one before. */
export async function holdMailText(tx: Tx, { kind, language }: WhichText): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`mail text ${kind} ${language}`}))`.execute(tx)
}

async function addVersion(
  op: Op<AccountActor>,
  { kind, language, version: seen }: WhichText & { version: number },
  text: MailText | null,
): Promise<{ version: number }> {
  await requireTop(op)
  await holdMailText(op.tx, { kind, language })
  const [newest] = await loadMailTextHistory(op.tx, { kind, language })
  if ((newest?.version ?? 0) !== seen) throw new Problem('changed-meanwhile')
  if (text === null && (newest?.text ?? null) === null) return { version: seen }
  const version = seen + 1
  const words = text ?? { subject: null, opening: null, closing: null }
  const added = await op.tx
    .insertInto('mail_text')
    .values({ kind, language, version, ...words, saved_by: op.actor.accountId, saved_at: op.asOf })
    .onConflict((conflict) => conflict.columns(['kind', 'language', 'version']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (added === undefined) throw new Problem('changed-meanwhile')
  await forgetDraft(op, { kind, language })
  await record(op, {
    operation: text === null ? 'reset-mail-text' : 'save-mail-text',
    unitId: op.actor.unitId,
    subject: 'mail-text',
    subjectId: added.id,
    detail: { kind, language, version },
  })
  return { version }
}

export async function forgetDraft(op: Op<AccountActor>, { kind, language }: WhichText): Promise<void> {
  await op.tx
    .deleteFrom('mail_text_draft')
    .where('account_id', '=', op.actor.accountId)
    .where('kind', '=', kind)
    .where('language', '=', language)
    .execute()
}
