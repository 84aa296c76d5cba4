import type { StateFilter } from '../../../db/queries/unitList.ts'

/** What the list of a campaign's units is narrowed to; it stands in the address, so that a list can be passed on. */
export interface UnitFilter {
  milestone?: string | undefined
  state?: StateFilter | undefined
  district?: number | undefined
  reach?: 'none' | 'bounced' | undefined
  q?: string | undefined
  page?: number | undefined
}

/** Something for all units of a filter. */
export function actAddress(campaignId: number, filter: UnitFilter, kind: string): string {
  return `/campaigns/${campaignId}/act${queryOf({ ...filter, page: undefined, kind })}`
}

export function unitsAddress(campaignId: number, filter: UnitFilter): string {
  const query = queryOf({ ...filter, page: filter.page === 1 ? undefined : filter.page })
  return `/campaigns/${campaignId}/units${query}`
}

/** `?a=1&b=2`, what is undefined or empty left out. */
export function queryOf(parts: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parts)) {
    if (value !== undefined && value !== '') query.set(name, String(value))
  }
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}
