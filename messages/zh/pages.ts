import { shared } from './pages/shared.ts'
import { unit } from './pages/unit.ts'

/** What pages say, by group of pages. */
export const pages = { ...shared, ...unit } as const
