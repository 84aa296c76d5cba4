import { sql } from 'kysely'
import { currentTime } from '../../db/clock.ts'
import { inScope, type Db } from '../../db/connection.ts'
import type { CampaignState } from '../../db/tables/notice.ts'
import type { Language } from '../../db/tables/tree.ts'
import type { Instant, LocalDate } from '../../domain/time.ts'
import { matchesLink, parseLinkToken } from '../../mail/links.ts'
import type { LinkActor } from '../perform.ts'

interface LinkRow {
  id: number
  contact_id: number
  unit_id: number
  campaign_id: number
  generation: number
  expires_at: Date | null
  revoked_at: Date | null
  contact_valid: boolean
  contact_name: string
  language: Language
}

/** Whom to ask, from the notice itself. */
export interface AskWhom {
  names: string
  telephone: string
}

/** What a link that opens nothing any more still tells: of which notice it was, how that stands, whom to ask. */
export interface ClosedLink {
  /** `expired`: its time is over; `replaced`: the contact's address has changed; `ended`: she is no contact any more. */
  kind: 'expired' | 'replaced' | 'ended'
  ask: AskWhom
  notice: { issuerName: string; title: string; number: string; issuedOn: LocalDate } | null
  campaign: { state: CampaignState; zone: string; endedAt: Instant | null } | null
}

export type OpenedLink = { kind: 'open'; actor: LinkActor } | ClosedLink | { kind: 'unknown' }

/** How many generations back a link is known as one of ours, so that it can say whom to ask. */
const KNOWN_GENERATIONS = 20

/**
 * Who comes with a unit's link. A link of an earlier generation (the contact's address has changed since) or one that
 * has ended opens nothing; it tells whom to ask. One that was never ours is unknown.
 */
export async function openLink(db: Db, key: Buffer, token: string): Promise<OpenedLink> {
  const parsed = parseLinkToken(token)
  if (parsed === null) return { kind: 'unknown' }
  const { rows } = await sql<LinkRow>`select * from link_for_visit(${parsed.linkId}::bigint)`.execute(db)
  const [link] = rows
  if (link === undefined) return { kind: 'unknown' }
  const current = matchesLink(key, link.id, link.generation, parsed.mac)
  if (!current && !matchesEarlier(key, link, parsed.mac)) return { kind: 'unknown' }
  if (!link.contact_valid || link.revoked_at !== null) return closed(db, link, 'ended')
  if (!current) return closed(db, link, 'replaced')
  const asOf = await currentTime(db)
  if (link.expires_at !== null && link.expires_at <= asOf) return closed(db, link, 'expired')
  return {
    kind: 'open',
    actor: {
      kind: 'link',
      linkId: link.id,
      contactId: link.contact_id,
      unitId: link.unit_id,
      campaignId: link.campaign_id,
      name: link.contact_name,
      language: link.language,
    },
  }
}

function matchesEarlier(key: Buffer, link: LinkRow, mac: Buffer): boolean {
  for (
    let generation = link.generation - 1;
    generation >= 1 && generation >= link.generation - KNOWN_GENERATIONS;
    generation -= 1
  ) {
    if (matchesLink(key, link.id, generation, mac)) return true
  }
  return false
}

async function closed(db: Db, link: LinkRow, kind: ClosedLink['kind']): Promise<ClosedLink> {
  const found = await inScope(db, { unitId: link.unit_id, depth: 'own' }, (tx) =>
    tx
      .selectFrom('campaign as c')
      .innerJoin('notice as n', 'n.id', 'c.notice_id')
      .select(['c.state', 'c.zone', 'c.ended_at', 'n.issuer_name', 'n.title', 'n.number', 'n.issued_on'])
      .select(['n.contact_names', 'n.contact_telephone'])
      .where('c.id', '=', link.campaign_id)
      .executeTakeFirst(),
  )
  if (found === undefined) return { kind, ask: { names: '', telephone: '' }, notice: null, campaign: null }
  return {
    kind,
    ask: { names: found.contact_names, telephone: found.contact_telephone },
    notice: {
      issuerName: found.issuer_name,
      title: found.title,
      number: found.number,
      issuedOn: found.issued_on,
    },
    campaign: { state: found.state, zone: found.zone, endedAt: found.ended_at },
  }
}
