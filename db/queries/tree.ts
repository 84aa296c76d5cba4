import { sql } from 'kysely'
import type { UnitType } from '../../domain/audience.ts'
import type { Instant, LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { AccountRole, Language } from '../tables/tree.ts'
import type { CampaignState } from '../tables/notice.ts'
import { latestName } from './names.ts'
import { foundBy } from './unitSearch.ts'

export interface TreeRow {
  unitId: number
  code: string
  name: string
  type: UnitType
  parentName: string | null
  children: number
  contactName: string | null
  email: string | null
  telephone: string | null
  undeliverable: boolean
  supervisors: string | null
}

export interface TreeFilter {
  /** Null: wherever; then the words or the reach narrow it down. */
  parentId: number | null
  q: string
  reach: 'none' | 'bounced' | null
}

/** Units as they stand today: the children of one, or those that words find. */
export async function listTree(
  tx: Tx,
  filter: TreeFilter,
  page: { limit: number; offset: number },
): Promise<{ rows: TreeRow[]; total: number }> {
  const reach = {
    none: sql`not exists (select from contact k where k.unit_id = u.id and upper_inf(k.valid) and k.email is not null)`,
    bounced: sql`exists (select from contact k where k.unit_id = u.id and upper_inf(k.valid) and k.undeliverable_since is not null)`,
  }
  const { rows } = await sql<TreeRow & { total: number }>`
    with found as (
      select u.id, u.code, p.name, p.type, p.parent_id, count(*) over () as total
      from unit u join placement p on p.unit_id = u.id and upper_inf(p.valid)
      where (${filter.parentId}::integer is null or p.parent_id = ${filter.parentId})
        and ${foundBy(filter.q)}
        and ${filter.reach === null ? sql`true` : reach[filter.reach]}
        and u.id in (select unit_id from scope_subtree)
      order by u.code limit ${page.limit} offset ${page.offset})
    select f.id as "unitId", f.code, f.name, f.type, f.total, ${latestName(sql`f.parent_id`)} as "parentName",
      (select count(*) from placement x where x.parent_id = f.id and upper_inf(x.valid)) as children,
      c.name as "contactName", c.email, c.telephone, coalesce(c.bounced, false) as undeliverable,
      (select string_agg(a.name, '、' order by a.id) from account a
        where a.unit_id = f.id and a.role in ('supervisor', 'leader') and upper_inf(a.valid)) as supervisors
    from found f
    left join lateral (select k.name, k.email, k.telephone, k.undeliverable_since is not null as bounced from contact k
      where k.unit_id = f.id and upper_inf(k.valid) order by k.email is null, k.id limit 1) c on true
    order by f.code`.execute(tx)
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 }
}

export interface Ancestor {
  id: number
  name: string
}

/** From the top of what is in sight down to the unit itself. */
export async function loadPath(tx: Tx, unitId: number): Promise<Ancestor[]> {
  const { rows } = await sql<Ancestor>`
    select c.ancestor_id as id, ${latestName(sql`c.ancestor_id`)} as name from unit_closure c
    where c.descendant_id = ${unitId} and c.ancestor_id in (select unit_id from scope_subtree)
    order by c.depth desc`.execute(tx)
  return rows
}

export interface UnitHead {
  id: number
  code: string
  name: string
  type: UnitType
  open: boolean
  parentId: number | null
  children: number
}

export async function loadUnitHead(tx: Tx, unitId: number): Promise<UnitHead | null> {
  const { rows } = await sql<UnitHead>`
    select u.id, u.code, p.name, p.type, upper_inf(p.valid) as open, p.parent_id as "parentId",
      (select count(*) from placement x where x.parent_id = u.id and upper_inf(x.valid)) as children
    from unit u join lateral (
      select * from placement where unit_id = u.id order by lower(valid) desc limit 1) p on true
    where u.id = ${unitId} and u.id in (select unit_id from scope_subtree)`.execute(tx)
  return rows[0] ?? null
}

export interface PlacementLine {
  name: string
  type: UnitType
  parentName: string | null
  from: LocalDate
  to: LocalDate | null
}

/** What a unit was called and where it stood, the latest first. */
export async function loadPlacements(tx: Tx, unitId: number): Promise<PlacementLine[]> {
  const { rows } = await sql<PlacementLine>`
    select p.name, p.type, ${latestName(sql`h.parent_id`)} as "parentName", lower(p.valid)::text as from, upper(p.valid)::text as to
    from placement p join placement h on h.unit_id = p.unit_id and h.valid = p.valid
    where p.unit_id = ${unitId} order by lower(p.valid) desc`.execute(tx)
  return rows
}

export interface PersonLine {
  id: number
  role: AccountRole
  name: string
  email: string | null
  telephone: string | null
  language: Language
}

export async function loadPeople(tx: Tx, unitId: number): Promise<PersonLine[]> {
  return tx
    .selectFrom('account')
    .select(['id', 'role', 'name', 'email', 'telephone', 'language'])
    .where('unit_id', '=', unitId)
    .where(sql<boolean>`upper_inf(valid)`)
    .orderBy('id')
    .execute()
}

export interface UnitCampaign {
  id: number
  title: string
  number: string
  state: CampaignState
  withdrawn: boolean
  acknowledgedAt: Instant | null
  open: number
}

const MOST_CAMPAIGNS = 50

export async function loadUnitCampaigns(tx: Tx, unitId: number): Promise<UnitCampaign[]> {
  const { rows } = await sql<UnitCampaign>`
    select c.id, n.title, n.number, c.state, a.state = 'withdrawn' as withdrawn, a.acknowledged_at as "acknowledgedAt",
      (select count(*) from obligation o where o.assignment_id = a.id and o.duty = 'report' and o.state in ('expected', 'returned')) as open
    from assignment a join campaign c on c.id = a.campaign_id join notice n on n.id = c.notice_id
    where a.unit_id = ${unitId} order by c.id desc limit ${MOST_CAMPAIGNS}`.execute(tx)
  return rows
}

export interface ExportLine {
  code: string
  parent: string | null
  type: UnitType
  name: string
  role: string | null
  person: string | null
  email: string | null
  telephone: string | null
  language: string | null
}

/** Everything in sight as the import reads it: parents before children, a line for each person. */
export async function exportTree(tx: Tx): Promise<ExportLine[]> {
  const { rows } = await sql<ExportLine>`
    with people as (
      select unit_id, 'contact' as role, name, email, telephone, language, id from contact
      where upper_inf(valid) and campaign_id is null
      union all
      select unit_id, role, name, email, telephone, language, id from account
      where upper_inf(valid) and role in ('supervisor', 'leader', 'coordinator'))
    select u.code, (select x.code from unit x where x.id = p.parent_id) as parent, p.type, p.name, h.role,
      h.name as person, h.email, h.telephone, h.language
    from unit u join placement p on p.unit_id = u.id and upper_inf(p.valid)
    left join people h on h.unit_id = u.id
    where u.id in (select unit_id from scope_subtree)
    order by (select max(depth) from unit_closure c where c.descendant_id = u.id), u.code, h.role, h.id`.execute(
    tx,
  )
  return rows
}
