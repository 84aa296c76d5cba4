import type { FastifyInstance } from 'fastify'
import type { WebDependencies } from '../deps.ts'
import { accessRoutes } from './access.tsx'
import { apiKeyRoutes } from './apiKeys.tsx'
import { exampleRoutes } from './example.ts'
import { homeRoutes } from './home.tsx'
import { campaignRoutes } from './campaign.tsx'
import { campaignUnitRoutes } from './campaignUnits.tsx'
import { installationRoutes } from './installation.tsx'
import { mailHoldRoutes } from './mailHold.ts'
import { bounceRoutes } from './bounces.tsx'
import { mailboxRoutes } from './mailbox.tsx'
import { mailTextRoutes } from './mailTexts.tsx'
import { circularRoutes } from './circular.tsx'
import { noticeRoutes } from './notice.tsx'
import { noticeMailRoutes } from './noticeMail.tsx'
import { noticeFileRoutes } from './noticeFiles.ts'
import { dateWarningRoutes } from './dateWarnings.ts'
import { docketRoutes } from './docket.tsx'
import { reviewRoutes } from './review.tsx'
import { campaignChangeRoutes } from './campaignChanges.ts'
import { campaignActRoutes } from './campaignAct.tsx'
import { campaignCommandRoutes } from './campaignCommands.tsx'
import { campaignSideRoutes } from './campaignSides.tsx'
import { exportRoutes } from './exports.tsx'
import { progressRoutes } from './progress.tsx'
import { calendarRoutes } from './calendar.tsx'
import { treeRoutes } from './tree.tsx'
import { treeImportRoutes } from './treeImport.tsx'
import { campaignAppealRoutes } from './campaignAppeals.tsx'
import { unitRoutes } from './unit.tsx'
import { unitAsideRoutes } from './unitAside.tsx'
import { unitCalendarRoutes } from './unitCalendar.tsx'
import { unitPrintRoutes } from './unitPrint.tsx'

/** Every page, by noun. */
export function pageRoutes(app: FastifyInstance, deps: WebDependencies): void {
  accessRoutes(app, deps)
  apiKeyRoutes(app, deps)
  homeRoutes(app, deps)
  exampleRoutes(app, deps)
  mailHoldRoutes(app, deps)
  installationRoutes(app, deps)
  campaignRoutes(app, deps)
  campaignUnitRoutes(app, deps)
  campaignChangeRoutes(app, deps)
  campaignActRoutes(app, deps)
  campaignCommandRoutes(app, deps)
  campaignSideRoutes(app, deps)
  progressRoutes(app, deps)
  exportRoutes(app, deps)
  circularRoutes(app, deps)
  noticeRoutes(app, deps)
  noticeMailRoutes(app, deps)
  noticeFileRoutes(app, deps)
  dateWarningRoutes(app, deps)
  reviewRoutes(app, deps)
  docketRoutes(app, deps)
  treeRoutes(app, deps)
  treeImportRoutes(app, deps)
  calendarRoutes(app, deps)
  mailTextRoutes(app, deps)
  bounceRoutes(app, deps)
  unitRoutes(app, deps)
  unitAsideRoutes(app, deps)
  campaignAppealRoutes(app, deps)
  unitCalendarRoutes(app, deps)
  unitPrintRoutes(app, deps)
  if (deps.mailbox !== null) mailboxRoutes(app, deps, deps.mailbox)
}
