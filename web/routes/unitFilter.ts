import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  currentDuty,
  dutyByKey,
  type CampaignDuty,
  type CampaignHead,
} from '../../db/queries/campaignHead.ts'
import { stateFilters, type UnitListFilter } from '../../db/queries/unitList.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn, type Instant } from '../../domain/time.ts'
import { idField } from '../forms.ts'
import type { UnitFilter } from '../pages/campaign/addresses.ts'

const blankAsNone = (value: unknown): unknown => (value === '' ? undefined : value)

/** What a list of a campaign's units is narrowed to, in an address or as fields of a form. */
export const unitFilterSchema = z.object({
  milestone: z.preprocess(blankAsNone, z.string().max(10).optional()),
  state: z.preprocess(blankAsNone, z.enum(stateFilters).optional()),
  district: z.preprocess(blankAsNone, idField.optional()),
  reach: z.preprocess(blankAsNone, z.enum(['none', 'bounced']).optional()),
  q: z.string().trim().max(80).default(''),
})

/** Working days that are offered for a new deadline. */
export const OFFERED_DAYS = 5

/** A filter that came along with a form. */
export function fieldsOf({ form }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(Object.keys(unitFilterSchema.shape).map((name) => [name, form.one(name)]))
}

export interface Narrowed {
  current: CampaignDuty
  /** As it stands in the address. */
  filter: UnitFilter
  wanted: UnitListFilter
}

/** @throws Problem not-found for a milestone that the campaign does not have */
export function narrowed(
  head: CampaignHead,
  asOf: Instant,
  query: z.infer<typeof unitFilterSchema>,
): Narrowed {
  const { milestone, state, district, reach, q } = query
  const current =
    milestone === undefined ? currentDuty(head.duties, dateIn(head.zone, asOf)) : dutyByKey(head, milestone)
  return {
    current,
    filter: { milestone: current.key, state, district, reach, q },
    wanted: { state: state ?? null, district: district ?? null, reach: reach ?? null, q },
  }
}

/** Units as people type them, by code, name or spelling: apart by blanks, commas or lines. */
export function wordsIn(text: string): string[] {
  return text.split(/[\s,，;；、]+/).filter((word) => word !== '')
}

/**
 * @param ids how the words were understood
 * @throws Problem unit-unknown, at the field `units`
 */
export function allKnown(words: readonly string[], ids: ReadonlyMap<string, number>): number[] {
  return words.map((word) => {
    const id = ids.get(word)
    if (id !== undefined) return id
    const complaint = { field: 'units', code: 'unit-unknown', facts: { unit: word } }
    throw new Problem('unit-unknown', { unit: word }, [complaint])
  })
}
