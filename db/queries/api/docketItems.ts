import { sql } from 'kysely'
import type { ItemState } from '../../../domain/docket.ts'
import type { LocalDate } from '../../../domain/time.ts'
import type { Tx } from '../../connection.ts'

export interface DocketItemRow {
  id: number
  docketId: number
  campaignId: number
  unitId: number
  unitName: string
  obligationId: number
  what: string | null
  state: ItemState
  level: number
  holderUnitId: number
  holderRole: 'supervisor' | 'leader'
  dueOn: LocalDate | null
  joinedAt: Date
  waitEndsAt: Date | null
  acknowledgedAt: Date | null
}

export interface DocketItemFilter {
  campaignId?: number | undefined
  state?: ItemState | undefined
  after: number
  limit: number
}

/** Overdue items in sight, oldest first, one more than asked for. */
export async function listDocketItems(tx: Tx, filter: DocketItemFilter): Promise<DocketItemRow[]> {
  const { rows } = await sql<DocketItemRow>`
    select i.id, i.docket_id as "docketId", i.campaign_id as "campaignId", i.unit_id as "unitId",
      i.obligation_id as "obligationId", m.what, i.state, i.level, i.holder_unit_id as "holderUnitId",
      i.holder_role as "holderRole", o.due_on as "dueOn", i.joined_at as "joinedAt", i.wait_ends_at as "waitEndsAt",
      i.acknowledged_at as "acknowledgedAt",
      (select p.name from placement p where p.unit_id = i.unit_id order by lower(p.valid) desc limit 1) as "unitName"
    from docket_item i join obligation o on o.id = i.obligation_id left join milestone m on m.id = o.milestone_id
    where i.id > ${filter.after}
      and (${filter.campaignId ?? null}::integer is null or i.campaign_id = ${filter.campaignId ?? null})
      and (${filter.state ?? null}::text is null or i.state = ${filter.state ?? null})
    order by i.id limit ${filter.limit + 1}`.execute(tx)
  return rows
}
