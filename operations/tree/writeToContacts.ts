import { sql } from 'kysely'
import type { Op } from '../perform.ts'
import { nudgeDelivery } from '../record.ts'

/**
 * Contacts that can be written to from now on, newly come or at another address: they get a link to everything that
 * their unit has, the notices that they never got, and what could not be delivered to them, the newest of each kind.
 * Whether it is still of use is decided when it is claimed.
 */
export async function writeToContacts(op: Op, contactIds: number[]): Promise<void> {
  if (contactIds.length === 0) return
  await sql`
    insert into link (contact_id, campaign_id, unit_id)
    select c.id, a.campaign_id, c.unit_id from contact c
    join assignment a on a.unit_id = c.unit_id and a.state = 'active' and coalesce(c.campaign_id, a.campaign_id) = a.campaign_id
    join campaign k on k.id = a.campaign_id and k.state in ('issuing', 'open')
    where c.id = any(${contactIds}::integer[])
    on conflict (contact_id, campaign_id) do nothing`.execute(op.tx)
  const told = await sql`
    insert into message (kind, unit_id, contact_id, campaign_id, slot, send_at, created_at)
    select 'issue', c.unit_id, c.id, l.campaign_id, ${op.asOf}, ${op.asOf}, ${op.asOf} from contact c
    join link l on l.contact_id = c.id
    join campaign k on k.id = l.campaign_id and k.state in ('issuing', 'open')
    where c.id = any(${contactIds}::integer[]) and c.email is not null
    on conflict (contact_id, campaign_id) where kind = 'issue' do nothing`.execute(op.tx)
  const again = await sql`
    update message m set state = 'created', send_at = ${op.asOf}, attempts = 0, uncertain_times = 0,
      header_id = null, error = null, remedy = null, finished_at = null
    where m.id in (
      select distinct on (f.contact_id, f.kind, f.campaign_id) f.id from message f
      join contact c on c.id = f.contact_id and c.email is not null
      left join campaign k on k.id = f.campaign_id
      where f.contact_id = any(${contactIds}::integer[]) and f.state = 'permanent_failure'
        and (f.campaign_id is null or k.state in ('issuing', 'open'))
      order by f.contact_id, f.kind, f.campaign_id, f.id desc)`.execute(op.tx)
  if (told.numAffectedRows || again.numAffectedRows) await nudgeDelivery(op.tx)
}
