import { ImapFlow } from 'imapflow'

/** How far a mailbox has been read. Another validity: the server has numbered its mails anew. */
export interface InboxPlace {
  validity: string
  uid: number
}

export interface Inbox {
  /**
   * Hands over what came in after a place, oldest first; without one, that of the last days. Nothing in the mailbox is
   * changed, not even what counts as read: people may look into it as well.
   * @param take 'stop' leaves this mail and what follows for the next time
   * @throws when the mailbox cannot be reached
   */
  read(after: InboxPlace | null, take: (raw: Buffer) => Promise<'next' | 'stop'>): Promise<InboxPlace>
  /** Until the server says that something came in, or the time is over. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

const DAY_MS = 86_400_000
/** Where nothing was read before. */
const FIRST_DAYS = 7
/** Mails taken at a time, so that one reading ends. */
const MOST_MAILS = 200
const TIMEOUT_MS = 30_000

/**
 * A mailbox by IMAP, its connection kept open. One that was lost is made again at the next reading.
 * @param options.url `imaps://user:password@host` or `imap://…`, both parts percent-encoded
 * @param options.mostBytes of a mail; what is longer comes cut off
 */
export function imapInbox(options: { url: string; mostBytes: number }): Inbox {
  let client: ImapFlow | null = null
  const waiting = new Set<() => void>()

  async function connected(): Promise<ImapFlow> {
    if (client?.usable === true) return client
    client?.close()
    const fresh = new ImapFlow(settingsOf(options.url))
    // Without a listener a lost connection would end the process; the next reading says what is wrong.
    fresh.on('error', () => undefined)
    fresh.on('exists', () => waiting.forEach((done) => done()))
    try {
      await fresh.connect()
      await fresh.mailboxOpen('INBOX', { readOnly: true })
    } catch (error) {
      fresh.close()
      throw error
    }
    client = fresh
    return fresh
  }

  return {
    async read(after, take) {
      const open = await connected()
      await open.noop()
      const mailbox = open.mailbox
      if (mailbox === false) throw new Error('the mailbox is not open')
      const validity = String(mailbox.uidValidity)
      const from = after?.validity === validity ? after.uid : 0
      const uids = await newUids(open, from)
      let place = { validity, uid: from }
      for (const uid of uids.slice(0, MOST_MAILS)) {
        const raw = await sourceOf(open, uid, options.mostBytes)
        if (raw !== null && (await take(raw)) === 'stop') return place
        place = { validity, uid }
      }
      return place
    },
    async wait(ms, signal) {
      if (signal.aborted) return
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          waiting.delete(done)
          resolve()
        }
        const timer = setTimeout(done, ms)
        signal.addEventListener('abort', done)
        waiting.add(done)
      })
    },
    async close() {
      const last = client
      client = null
      if (last === null) return
      await last.logout().catch(() => last.close())
    },
  }
}

function settingsOf(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'imaps:'
  return {
    host: hostname,
    port: port === '' ? (secure ? 993 : 143) : Number(port),
    secure,
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    // Some providers let in only who says what she is.
    clientInfo: { name: 'duban', version: '1' },
    logger: false as const,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: 10 * TIMEOUT_MS,
    autoIdleDelay: 1000,
  }
}

/** `n:*` always holds the last mail, however old: what is not new is left out. */
async function newUids(open: ImapFlow, from: number): Promise<number[]> {
  const since = new Date(Date.now() - FIRST_DAYS * DAY_MS)
  const found = await open.search(from > 0 ? { uid: `${from + 1}:*` } : { since }, { uid: true })
  return (found === false ? [] : (found ?? [])).filter((uid) => uid > from).sort((a, b) => a - b)
}

/** Null where it has been taken away meanwhile. */
async function sourceOf(open: ImapFlow, uid: number, mostBytes: number): Promise<Buffer | null> {
  const mail = await open.fetchOne(String(uid), { source: { start: 0, maxLength: mostBytes } }, { uid: true })
  return mail === false ? null : (mail.source ?? null)
}
