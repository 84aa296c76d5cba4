import { appendFile, readFile } from 'node:fs/promises'
import { z } from 'zod'

const storedMail = z.object({
  id: z.number().int().positive(),
  /** When it came in, by this machine's clock: the clock of a demo is another. */
  receivedAt: z.iso.datetime(),
  from: z.object({ name: z.string(), address: z.string() }),
  /** Whom the sender named in the conversation, which need not be what the mail says. */
  to: z.array(z.string()),
  subject: z.string(),
  messageId: z.string(),
  /** Duban's kind of mail; null for a mail from elsewhere. */
  kind: z.string().nullable(),
})
export type StoredMail = z.infer<typeof storedMail>

const listedMail = storedMail.extend({ offset: z.number().int().min(0), length: z.number().int().positive() })
/** A mail and where it lies. */
export type ListedMail = z.infer<typeof listedMail>

export interface MailIndex {
  /** Oldest first, as everything here. */
  readonly all: ListedMail[]
  readonly byId: ReadonlyMap<number, ListedMail>
  add(mail: ListedMail): void
  /** The mails to an address in whatever case; without one, all. */
  to(address: string | undefined): ListedMail[]
}

/** Keeps the list in memory: less than a kilobyte for a mail. */
export function newIndex(mails: readonly ListedMail[]): MailIndex {
  const all: ListedMail[] = []
  const byId = new Map<number, ListedMail>()
  const byAddress = new Map<string, ListedMail[]>()
  function add(mail: ListedMail): void {
    all.push(mail)
    byId.set(mail.id, mail)
    for (const address of new Set(mail.to.map((text) => text.toLowerCase()))) {
      const known = byAddress.get(address)
      if (known) known.push(mail)
      else byAddress.set(address, [mail])
    }
  }
  for (const mail of mails) add(mail)
  return {
    all,
    byId,
    add,
    to: (address) => (address === undefined ? all : (byAddress.get(address.trim().toLowerCase()) ?? [])),
  }
}

/** The lines of a list that are whole. A last line without its end is closed, so that the next one stands alone. */
export async function readList(file: string): Promise<ListedMail[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  if (text !== '' && !text.endsWith('\n')) await appendFile(file, '\n')
  return text.split('\n').flatMap(readLine)
}

function readLine(line: string): ListedMail[] {
  try {
    const { data } = listedMail.safeParse(JSON.parse(line))
    return data === undefined ? [] : [data]
  } catch {
    return []
  }
}
