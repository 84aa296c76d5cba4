import { sql } from 'kysely'
import type { Tx } from '../connection.ts'
import type { AccountRole, KeyAccess } from '../tables/tree.ts'
import { latestName } from './names.ts'

export interface ApiKeyLine {
  id: number
  name: string
  unitId: number
  unitName: string
  role: AccountRole
  access: KeyAccess
  madeBy: string
  createdAt: Date
  expiresAt: Date
  revokedAt: Date | null
  /** To the hour; null: never. */
  lastUsedAt: Date | null
  /** Whether it opens anything: not revoked, not over, and its maker still administers. */
  open: boolean
}

/** The keys in sight, the newest first: those that open something and as many others as there is room for. */
export async function listApiKeys(tx: Tx, limit: number): Promise<ApiKeyLine[]> {
  const { rows } = await sql<ApiKeyLine>`
    select * from (
      select k.id, k.name, k.unit_id as "unitId", ${latestName(sql`k.unit_id`)} as "unitName", k.role, k.access,
        coalesce(a.name, '') as "madeBy", k.created_at as "createdAt", k.expires_at as "expiresAt",
        k.revoked_at as "revokedAt", k.last_used_at as "lastUsedAt",
        k.revoked_at is null and k.expires_at > now() and coalesce(upper_inf(a.valid), false) as open
      from api_key k left join account a on a.id = k.account_id) keys
    order by open desc, id desc limit ${limit}`.execute(tx)
  return rows
}
