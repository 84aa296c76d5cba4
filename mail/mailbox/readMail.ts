import PostalMime, { type Email } from 'postal-mime'

/** What a list of mails shows of one. */
export interface MailHead {
  from: { name: string; address: string }
  subject: string
  messageId: string
  kind: string | null
}

/** What one sees of an opened mail. */
export interface MailBody {
  text: string
  html: string
  headers: { name: string; value: string }[]
}

/** Reads the headers alone, which is several times faster. What a mail lacks is empty. */
export async function readHead(raw: Buffer): Promise<MailHead> {
  const end = raw.indexOf('\r\n\r\n')
  return headOf(await PostalMime.parse(end === -1 ? raw : raw.subarray(0, end + 4)))
}

function headOf(mail: Email): MailHead {
  return {
    from: { name: mail.from?.name ?? '', address: mail.from?.address ?? '' },
    subject: mail.subject ?? '',
    messageId: mail.messageId ?? '',
    kind: mail.headers.find(({ key }) => key === 'x-duban-kind')?.value ?? null,
  }
}

export async function readBody(raw: Buffer): Promise<MailBody> {
  const mail = await PostalMime.parse(raw)
  return {
    text: mail.text ?? '',
    html: mail.html ?? '',
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
  }
}
