import { sql } from 'kysely'
import type { Tx } from '../../db/connection.ts'

/** Hangs a subtree below another parent: two statements, however large it is. */
export async function moveInClosure(tx: Tx, unitId: number, parentId: number): Promise<void> {
  await sql`
    insert into unit_closure (ancestor_id, descendant_id, depth)
    select above.ancestor_id, below.descendant_id, above.depth + below.depth + 1
    from unit_closure above cross join unit_closure below
    where above.descendant_id = ${parentId} and below.ancestor_id = ${unitId}
    on conflict (ancestor_id, descendant_id) do update set depth = excluded.depth`.execute(tx)
  await sql`
    delete from unit_closure c using unit_closure below
    where below.ancestor_id = ${unitId} and c.descendant_id = below.descendant_id
      and c.ancestor_id not in (select descendant_id from unit_closure where ancestor_id = ${unitId})
      and c.ancestor_id not in (select ancestor_id from unit_closure where descendant_id = ${parentId})`.execute(
    tx,
  )
}
