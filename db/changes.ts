import pg from 'pg'
import type { DatabaseRole } from './connection.ts'

/** Tells that something has happened in a campaign: not what, for each looks with her own eyes. */
export interface CampaignChanges {
  /** @returns ends the watching */
  watch(campaignId: number, told: () => void): () => void
  close(): Promise<void>
}

const CHANNEL = 'duban_campaign'
const RETRY_MS = 1000

/**
 * Listens on one connection for all who watch, from the first of them on. A connection that was lost is made again, and
 * then everybody is told: something may have happened meanwhile.
 */
export function listenForChanges(url: string, role?: DatabaseRole): CampaignChanges {
  const watchers = new Map<number, Set<() => void>>()
  let client: pg.Client | null = null
  let retry: NodeJS.Timeout | undefined
  let closed = false

  function connect(): void {
    if (client !== null || closed) return
    const fresh = new pg.Client({
      connectionString: url,
      ...(role === undefined ? {} : { options: `-c role=${role}` }),
    })
    client = fresh
    fresh.on('notification', ({ payload }) => tell(watchers.get(Number(payload)) ?? []))
    fresh.on('error', () => lost(fresh))
    fresh.on('end', () => lost(fresh))
    fresh
      .connect()
      .then(() => fresh.query(`listen ${CHANNEL}`))
      .then(() => tell([...watchers.values()].flatMap((told) => [...told])))
      .catch(() => lost(fresh))
  }

  function lost(gone: pg.Client): void {
    if (client !== gone) return
    client = null
    gone.end().catch(() => undefined)
    if (closed || watchers.size === 0) return
    clearTimeout(retry)
    retry = setTimeout(connect, RETRY_MS)
  }

  return {
    watch(campaignId, told) {
      const others = watchers.get(campaignId) ?? new Set()
      watchers.set(campaignId, others.add(told))
      connect()
      return () => {
        others.delete(told)
        if (others.size === 0) watchers.delete(campaignId)
      }
    },
    async close() {
      closed = true
      clearTimeout(retry)
      const last = client
      client = null
      await last?.end().catch(() => undefined)
    },
  }
}

function tell(watchers: Iterable<() => void>): void {
  for (const told of [...watchers]) told()
}
