import { readInbox } from '../activities/bounces/readInbox.ts'
import type { Db } from '../db/connection.ts'
import type { Inbox } from '../mail/inbox/inbox.ts'

const EVERY_MS = 60_000

/**
 * A loop beside the keeper: reads the mailbox that mails come back to, each minute, and at once where its server tells
 * that something came in. A trouble that lasts is told once.
 */
export function startInboxReader(options: {
  db: Db
  inbox: Inbox
  everyMs?: number
  onError: (error: unknown) => void
}): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { db, inbox, everyMs = EVERY_MS, onError } = options
  let complaint = ''
  const complain = (error: unknown): void => {
    const text = String(error)
    if (text !== complaint) onError(error)
    complaint = text
  }
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await readInbox(db, inbox).then(() => (complaint = ''), complain)
      await inbox.wait(everyMs, stopping.signal)
    }
    await inbox.close()
  }
  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
