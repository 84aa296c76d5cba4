import { createHash } from 'node:crypto'
import PostalMime, { type Email } from 'postal-mime'
import { withoutAddresses } from '../sendOutcome.ts'
import type { Bounce } from './bounce.ts'
import { addressIn, readDeliveryStatus, statusIn, type DeliveryStatus } from './deliveryStatus.ts'
import { remedyFor, saysLater, saysWhy } from './reason.ts'

export type { Bounce } from './bounce.ts'

/** A bounce says what it has to say at its beginning; what follows costs time that somebody else may have chosen. */
export const MOST_BYTES = 128 * 1024
const MOST_WORDS = 20_000

/**
 * Reads a mail as a bounce; null for every other mail: replies, absences, receipts of reading, reports of success. A
 * delivery report is believed by its fields; the letters in which some providers tell of it, by their words.
 */
export async function readBounce(whole: Buffer): Promise<Bounce | null> {
  const raw = whole.subarray(0, MOST_BYTES)
  const mail = await PostalMime.parse(raw, { forceRfc822Attachments: true, attachmentEncoding: 'utf8' })
  const words = wordsOf(mail).slice(0, MOST_WORDS)
  const told = toldByFields(mail, words) ?? toldByWords(mail, words)
  if (told === null) return null
  return {
    headerId: idsIn(mail.messageId ?? '')[0] ?? `<${createHash('sha256').update(raw).digest('hex')}>`,
    originalIds: originalIdsOf(mail, words),
    ...told,
  }
}

type Told = Omit<Bounce, 'headerId' | 'originalIds'>

function toldByFields(mail: Email, words: string): Told | null {
  const reports = partsOf(mail, 'message/delivery-status').flatMap(readDeliveryStatus)
  const about =
    reports.find(({ action }) => action === 'failed') ?? reports.find(({ action }) => action === 'delayed')
  if (about === undefined) return null
  const said = about.diagnostic === '' ? words : about.diagnostic
  return {
    recipient: about.recipient,
    status: about.status,
    permanent: about.action === 'failed',
    remedy: remedyFor(about.status, said),
    diagnostic: diagnosticOf(about),
  }
}

function diagnosticOf({ diagnostic, status, action }: DeliveryStatus): string {
  return withoutAddresses(diagnostic === '' ? [action, status].filter(Boolean).join(' ') : diagnostic)
}

function toldByWords(mail: Email, words: string): Told | null {
  if (!isFromMailServer(mail) || !saysWhy(words)) return null
  const status = statusIn(words)
  const recipient = addressIn(headerOf(mail, 'x-failed-recipients') ?? '') ?? recipientIn(mail, words)
  return {
    recipient,
    status,
    permanent: status === null ? !saysLater(words) : status.startsWith('5'),
    remedy: remedyFor(status, words),
    diagnostic: withoutAddresses(sentenceThatSaysWhy(words)),
  }
}

/** Who answers by a machine of her own is no mail server, whatever her subject says. */
function isFromMailServer(mail: Email): boolean {
  if (headerOf(mail, 'x-autoreply') !== null || headerOf(mail, 'x-autorespond') !== null) return false
  if (/auto[-_]reply/i.test(headerOf(mail, 'precedence') ?? '')) return false
  const sender = `${mail.from?.name ?? ''} ${mail.from?.address ?? ''}`
  const isServer =
    /mailer-daemon|mail delivery (sub)?system|postmaster@|^\s*postmaster\b|系统退信|mailadmin@|bounce@/i.test(
      sender,
    )
  const subject = mail.subject ?? ''
  const named =
    /退信|无法投递|投递失败|未送达|发送失败|退回|undeliver|delivery (status|failure|has failed)|failure notice|returned mail|mail delivery failed|could not be delivered|delayed/i
  return isServer && (named.test(subject) || headerOf(mail, 'x-failed-recipients') !== null)
}

function recipientIn(mail: Email, words: string): string | null {
  const own = new Set([mail.from, ...(mail.to ?? [])].map((one) => one?.address?.toLowerCase()))
  const found = words.match(/[^\s<>"'(),;:，：。“”]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g) ?? []
  return (
    found
      .map((text) => text.toLowerCase())
      .find((text) => !own.has(text) && !/mailer-daemon|postmaster/.test(text)) ?? null
  )
}

function sentenceThatSaysWhy(words: string): string {
  const lines = words.split(/\n+/).map((line) => line.trim())
  return (
    lines.find((line) => statusIn(line) !== null) ?? lines.find((line) => saysWhy(line)) ?? lines[0] ?? ''
  )
}

/** By the mail that was returned, whole or its headers; some providers name it in the headers of the bounce itself. */
function originalIdsOf(mail: Email, words: string): string[] {
  const returned = [...partsOf(mail, 'message/rfc822'), ...partsOf(mail, 'text/rfc822-headers')]
  const named = [words, ...returned].flatMap((text) =>
    Array.from(
      text.matchAll(/^[ \t>]*(?:X-Duban-Message|Message-ID)[ \t]*:\s*(<[^<>\s]+>)/gim),
      ([, id]) => id ?? '',
    ),
  )
  const headers = ['in-reply-to', 'references'].flatMap((name) => idsIn(headerOf(mail, name) ?? ''))
  return [...new Set([...named, ...headers])].slice(0, 20)
}

function idsIn(text: string): string[] {
  return text.match(/<[^<>\s]+>/g) ?? []
}

function partsOf(mail: Email, mimeType: string): string[] {
  return mail.attachments
    .filter((part) => part.mimeType.toLowerCase() === mimeType)
    .map(({ content }) =>
      typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString(),
    )
}

function headerOf(mail: Email, name: string): string | null {
  return mail.headers.find(({ key }) => key === name)?.value ?? null
}

/** The letter as text; of one that is HTML alone, what is left without its marks. */
function wordsOf(mail: Email): string {
  const text = mail.text ?? ''
  const html = (mail.html ?? '')
    .slice(0, MOST_WORDS)
    .replaceAll(/<(style|script)[\s\S]*?<\/\1>/gi, '')
    .replaceAll(/<(br|\/p|\/tr|\/div|\/li|\/h\d)[^>]*>/gi, '\n')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&lt;/g, '<')
    .replaceAll(/&gt;/g, '>')
    .replaceAll(/&nbsp;|&#160;/g, ' ')
    .replaceAll(/&amp;/g, '&')
  return `${text}\n${html}`
}
