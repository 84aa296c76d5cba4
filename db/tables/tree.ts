import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { LocalDate } from '../../domain/time.ts'
import type { UnitType } from '../../domain/audience.ts'

export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

export const accountRoles = ['administrator', 'coordinator', 'supervisor', 'leader'] as const
export type AccountRole = (typeof accountRoles)[number]

export interface UnitTable {
  id: GeneratedAlways<number>
  code: string
  created_at: Date
  /** No open contact has an address. Written by triggers only. */
  unreached: Generated<boolean>
}

/** What a unit was called and where it stood during a period. `valid` is a daterange, `[from,to)`. */
export interface PlacementTable {
  /** How the name sounds, see domain/sounds.ts; null until it has been worked out. */
  sounds: string | null
  unit_id: number
  parent_id: number | null
  type: UnitType
  name: string
  valid: string
}

/** The current tree (a closed unit where it last stood), each unit also its own ancestor at depth 0. */
export interface UnitClosureTable {
  ancestor_id: number
  descendant_id: number
  depth: number
}

export interface ContactTable {
  id: GeneratedAlways<number>
  unit_id: number
  name: string
  email: string | null
  telephone: string | null
  language: Language
  generation: Generated<number>
  undeliverable_since: Date | null
  undeliverable_remedy: string | null
  valid: string
  /** A colleague to whom a contact has handed on this one campaign; null: she answers for the unit in all. */
  campaign_id: number | null
  forwarded_by: number | null
}

export interface AccountTable {
  id: GeneratedAlways<number>
  unit_id: number
  role: AccountRole
  name: string
  email: string | null
  telephone: string | null
  language: Language
  password_hash: string | null
  generation: Generated<number>
  absent: string | null
  deputy_id: number | null
  valid: string
}

export const keyAccesses = ['read', 'write'] as const
export type KeyAccess = (typeof keyAccesses)[number]

/** By which a program comes in, for a unit and all below it. `account_id` made it and answers for it. */
export interface ApiKeyTable {
  id: GeneratedAlways<number>
  token_hash: Buffer
  name: string
  account_id: number
  unit_id: number
  role: AccountRole
  access: KeyAccess
  created_at: Generated<Date>
  expires_at: Date
  revoked_at: Date | null
  /** To the hour. */
  last_used_at: Date | null
}

export const unitChanges = ['rename', 'move', 'close', 'merge'] as const
export type UnitChange = (typeof unitChanges)[number]

/** What becomes of a unit on a day to come. Which columns are set follows from `change`; the database checks it. */
export interface PlannedChangeTable {
  id: GeneratedAlways<number>
  unit_id: number
  change: UnitChange
  applies_from: LocalDate
  name: string | null
  other_unit_id: number | null
  reason: string
  account_id: number
  state: Generated<'planned' | 'done' | 'failed' | 'cancelled'>
  /** The code of the refusal, where it failed on its day. */
  problem: string | null
  planned_at: Date
  ended_at: Date | null
}

export interface CalendarDayTable {
  date: LocalDate
  working: boolean
  reason: string
}

export interface CalendarYearTable {
  year: number
}

/** Another one whenever calendar, working hours or sending times change. */
export interface CalendarVersionTable {
  id: number
  version: string
}

export interface SettingTable {
  key: string
  value: JSONColumnType<object, string, string>
}

export interface ClockTable {
  id: number
  shift_ms: number
  skipped_ms: number
}
