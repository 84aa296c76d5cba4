import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listDockets } from '../../db/queries/campaignDockets.ts'
import { loadCampaignHead } from '../../db/queries/campaignHead.ts'
import { listMails, mailFilters } from '../../db/queries/mails.ts'
import { loadChases, loadClimbs, loadOpenGroups, momentsAhead } from '../../db/queries/moments.ts'
import { loadNotice } from '../../db/queries/notices.ts'
import { loadMailWhys } from '../../db/queries/why/mails.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { perform } from '../../operations/perform.ts'
import { settleMessage } from '../../operations/campaign/settleMessage.ts'
import { coordinating, watching } from '../access.ts'
import { desk, requirePerson, type DeskLoad } from '../answer.tsx'
import { PAGE_SIZE } from '../components/Table.tsx'
import type { WebDependencies } from '../deps.ts'
import { pageField, parseAddress } from '../forms.ts'
import { ResultPage } from '../pages/campaign/ResultPage.tsx'
import { CampaignPaperPage, DocketsPage, MailsPage, MomentsPage } from '../pages/campaign/SidePages.tsx'
import { campaignParams } from './campaign.tsx'

const mailQuery = z.object({
  filter: z.enum(mailFilters).optional().catch(undefined),
  page: pageField.default(1),
})
const mailParams = campaignParams.extend({ messageId: z.coerce.number().int().positive() })
const MOST_CHASES = 60

/** The pages beside a campaign's board: its paper, moments, mails, dockets and, in the end, its result. */
export function campaignSideRoutes(app: FastifyInstance, deps: WebDependencies): void {
  const side = <T,>(name: string, load: DeskLoad<T>, draw: (data: T) => preact.JSX.Element): void => {
    app.get(`/campaigns/:id/${name}`, { config: { access: watching } }, (request, reply) => {
      const { id } = parseAddress(campaignParams, request.params)
      return desk(deps, request, reply, { load: (op) => load(op, id, request.query), draw })
    })
  }
  side(
    'notice',
    async ({ tx }, id) => {
      const head = await loadCampaignHead(tx, id)
      return { head, notice: await loadNotice(tx, head.noticeId) }
    },
    (view) => <CampaignPaperPage {...view} />,
  )
  side(
    'moments',
    async ({ tx, asOf }, id) => {
      const head = await loadCampaignHead(tx, id)
      const time = await loadWorkingTime(tx, head.zone)
      const open = head.state === 'open' ? [head] : []
      const ids = open.map((campaign) => campaign.id)
      const ahead = momentsAhead(await loadOpenGroups(tx, open), await loadClimbs(tx, ids), time, asOf)
      return { head, ahead, chases: await loadChases(tx, id, MOST_CHASES), calendar: time.calendar }
    },
    (view) => <MomentsPage {...view} />,
  )
  side(
    'mails',
    async ({ tx }, id, query) => {
      const { filter: wanted, page } = parseAddress(mailQuery, query)
      const head = await loadCampaignHead(tx, id)
      const slice = { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }
      const failed = await listMails(tx, id, wanted ?? 'failed', slice)
      const filter = wanted ?? (failed.counts.failed > 0 ? 'failed' : 'all')
      const found = filter === (wanted ?? 'failed') ? failed : await listMails(tx, id, filter, slice)
      return { head, page, filter, ...found, whys: await loadMailWhys(tx, id, found.lines) }
    },
    (view) => <MailsPage {...view} />,
  )
  app.post(
    '/campaigns/:id/mails/:messageId',
    { config: { access: coordinating } },
    async (request, reply) => {
      const { id, messageId } = parseAddress(mailParams, request.params)
      const as = request.form.one('as') === 'sent' ? 'sent' : 'again'
      await perform(deps.db, requirePerson(request), (op) => settleMessage(op, { messageId, as }), request.id)
      return reply.redirect(`/campaigns/${id}/mails?filter=failed`, 303)
    },
  )
  side(
    'dockets',
    async ({ tx }, id) => ({ head: await loadCampaignHead(tx, id), dockets: await listDockets(tx, id) }),
    (view) => <DocketsPage {...view} />,
  )
  side(
    'result',
    async ({ tx }, id) => {
      const head = await loadCampaignHead(tx, id)
      const { result } = await tx
        .selectFrom('campaign')
        .select('result')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return { head, result }
    },
    (view) => <ResultPage {...view} />,
  )
}
