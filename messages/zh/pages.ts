import { campaign } from './pages/campaign.ts'
import { home } from './pages/home.ts'
import { mailbox } from './pages/mailbox.ts'
import { notice } from './pages/notice.ts'
import { shared } from './pages/shared.ts'
import { units } from './pages/units.ts'
import { unit } from './pages/unit.ts'

/** What pages say, by group of pages. */
export const pages = { ...shared, ...unit, ...home, ...mailbox, ...notice, ...campaign, ...units } as const
