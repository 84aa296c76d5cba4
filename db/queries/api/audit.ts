import type { Tx } from '../../connection.ts'

export interface AuditRow {
  id: number
  at: Date
  actorKind: 'account' | 'link' | 'system'
  actorId: number | null
  operation: string
  unitId: number
  campaignId: number | null
  subject: string
  subjectId: number | null
  reason: string | null
  apiKeyId: number | null
}

export interface AuditFilter {
  campaignId?: number | undefined
  after: number
  limit: number
}

/** Who did what, when and why, in order, one more than asked for. */
export function listAudit(tx: Tx, filter: AuditFilter): Promise<AuditRow[]> {
  return tx
    .selectFrom('audit_entry')
    .select([
      'id',
      'at',
      'actor_kind as actorKind',
      'actor_id as actorId',
      'operation',
      'unit_id as unitId',
      'campaign_id as campaignId',
      'subject',
      'subject_id as subjectId',
      'reason',
      'api_key_id as apiKeyId',
    ])
    .where('id', '>', filter.after)
    .$if(filter.campaignId !== undefined, (query) => query.where('campaign_id', '=', filter.campaignId ?? 0))
    .orderBy('id')
    .limit(filter.limit + 1)
    .execute()
}
