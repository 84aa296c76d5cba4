import { sql } from 'kysely'
import type { MailLanguage, MailText, MailTextKind } from '../../domain/mailText.ts'
import type { Instant } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'

export interface MailTextVersion {
  kind: MailTextKind
  language: MailLanguage
  version: number
  /** Null: from here on the mail speaks in its own words again. */
  text: MailText | null
  savedAt: Instant
  savedBy: string
}

export interface TextsInForce {
  /** Null: the mail speaks in its own words. */
  of(kind: MailTextKind, language: MailLanguage): MailText | null
}

interface Row {
  kind: MailTextKind
  language: MailLanguage
  version: number
  subject: string | null
  opening: string | null
  closing: string | null
  savedAt: Instant
  savedBy: string
}

export async function loadTextsInForce(tx: Tx): Promise<TextsInForce> {
  const newest = await loadNewestTexts(tx)
  const texts = new Map(newest.map(({ kind, language, text }) => [`${kind}/${language}`, text]))
  return { of: (kind, language) => texts.get(`${kind}/${language}`) ?? null }
}

/** The newest version of each kind and language that was ever changed. */
export async function loadNewestTexts(tx: Tx): Promise<MailTextVersion[]> {
  const { rows } = await sql<Row>`
    select distinct on (t.kind, t.language) t.kind, t.language, t.version, t.subject, t.opening, t.closing,
      t.saved_at as "savedAt", coalesce((select name from account where id = t.saved_by), '') as "savedBy"
    from mail_text t order by t.kind, t.language, t.version desc`.execute(tx)
  return rows.map(toVersion)
}

const MOST_VERSIONS = 50

/** All versions of one, the newest first. */
export async function loadMailTextHistory(
  tx: Tx,
  { kind, language }: { kind: MailTextKind; language: MailLanguage },
): Promise<MailTextVersion[]> {
  const { rows } = await sql<Row>`
    select t.kind, t.language, t.version, t.subject, t.opening, t.closing,
      t.saved_at as "savedAt", coalesce((select name from account where id = t.saved_by), '') as "savedBy"
    from mail_text t where t.kind = ${kind} and t.language = ${language}
    order by t.version desc limit ${MOST_VERSIONS}`.execute(tx)
  return rows.map(toVersion)
}

function toVersion({ subject, opening, closing, ...version }: Row): MailTextVersion {
  const whole = subject !== null && opening !== null && closing !== null
  return { ...version, text: whole ? { subject, opening, closing } : null }
}

export interface MailTextDraft {
  text: MailText
  basedOn: number
  savedAt: Instant
}

export async function loadMailTextDraft(
  tx: Tx,
  { accountId, kind, language }: { accountId: number; kind: MailTextKind; language: MailLanguage },
): Promise<MailTextDraft | null> {
  const row = await tx
    .selectFrom('mail_text_draft')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('language', '=', language)
    .executeTakeFirst()
  if (row === undefined) return null
  const { subject, opening, closing } = row
  return { text: { subject, opening, closing }, basedOn: row.based_on, savedAt: row.saved_at }
}
