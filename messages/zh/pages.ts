import { shared } from './pages/shared.ts'
import { apiKeys } from './pages/apiKeys.ts'
import { unit } from './pages/unit.ts'
import { circular } from './pages/circular.ts'
import { command } from './pages/command.ts'
import { exported } from './pages/export.ts'
import { home } from './pages/home.ts'
import { bounces } from './pages/bounces.ts'
import { mailbox } from './pages/mailbox.ts'
import { mailTexts } from './pages/mailTexts.ts'
import { notice } from './pages/notice.ts'
import { progress } from './pages/progress.ts'
import { review } from './pages/review.ts'
import { campaign } from './pages/campaign.ts'
import { tree } from './pages/tree.ts'
import { units } from './pages/units.ts'
import { why } from './pages/why.ts'

/** What pages say, by group of pages. */
export const pages = {
  ...shared,
  ...apiKeys,
  ...unit,
  ...home,
  ...bounces,
  ...mailbox,
  ...mailTexts,
  ...notice,
  ...review,
  ...progress,
  ...exported,
  ...campaign,
  ...circular,
  ...command,
  ...units,
  ...tree,
  ...why,
} as const
