import { sql } from 'kysely'
import type { Db } from './connection.ts'

/** Tells that something has happened in a campaign: not what, for each looks with her own eyes. */
export interface CampaignChanges {
  /**
   * @param since the mark of what is shown already, see BoardNeeds; with another one she is told at once
   * @returns ends the watching
   */
  watch(campaignId: number, since: string, told: () => void): () => void
}

const ASK_EVERY_MS = 1000

interface Watcher {
  campaignId: number
  mark: string
  told: () => void
}

/** Asks for all who watch together, once a second and only while somebody does. */
export function watchCampaigns(db: Db): CampaignChanges {
  const watchers = new Set<Watcher>()
  let timer: NodeJS.Timeout | undefined

  async function ask(): Promise<void> {
    const ids = [...new Set([...watchers].map(({ campaignId }) => campaignId))]
    const { rows } = await sql<{ id: number; mark: string }>`
      select campaign_id as id, mark from campaign_marks(${ids}::integer[])`.execute(db)
    const marks = new Map(rows.map(({ id, mark }) => [id, mark]))
    for (const watcher of [...watchers]) {
      const mark = marks.get(watcher.campaignId)
      if (mark === undefined || mark === watcher.mark) continue
      watcher.mark = mark
      watcher.told()
    }
  }

  function soon(): void {
    timer ??= setTimeout(() => {
      // A database that is away is asked again; what happened meanwhile has another mark.
      ask()
        .catch(() => undefined)
        .finally(() => {
          timer = undefined
          if (watchers.size > 0) soon()
        })
    }, ASK_EVERY_MS)
  }

  return {
    watch(campaignId, since, told) {
      const watcher = { campaignId, mark: since, told }
      watchers.add(watcher)
      soon()
      return () => watchers.delete(watcher)
    },
  }
}
