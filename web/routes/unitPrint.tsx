import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { loadCampaignHead } from '../../db/queries/campaignHead.ts'
import { loadNotice } from '../../db/queries/notices.ts'
import { loadUnitVisit } from '../../db/queries/unitVisit.ts'
import { Problem } from '../../domain/problem.ts'
import { unitUrl } from '../../mail/links.ts'
import type { AccountActor, Op } from '../../operations/perform.ts'
import { watching } from '../access.ts'
import { desk, unitPage } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { idField, parseAddress } from '../forms.ts'
import { DeskPrintPage, UnitPrintPage } from '../pages/unit/PrintPages.tsx'
import { askedOfAll, owedBy, type PrintedFormView } from '../pages/unit/PrintedForm.tsx'
import { visitOf } from './unit.tsx'

const tokenParams = z.object({ token: z.string().max(80) })
const campaignParams = z.object({ id: idField })

/**
 * A notice on paper. Only the unit's own form carries a code that lets in: a coordinator's, which many may see, leads to
 * where the unit asks for its link.
 */
export function unitPrintRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/u/:token/print', { config: { access: 'link' } }, (request, reply) => {
    const { token } = parseAddress(tokenParams, request.params)
    return unitPage(deps, request, reply, token, {
      load: async (op) => {
        const visit = await visitOf(op)
        const notice = await loadNotice(op.tx, visit.notice.id)
        const unit = { name: visit.unit.name, code: await codeOf(op, visit.unit.id) }
        return { notice, unit, owed: owedBy(visit.obligations) }
      },
      draw: (view) => (
        <UnitPrintPage
          view={{ ...view, address: unitUrl(deps.baseUrl, token), own: true, filesAt: `/u/${token}/files` }}
          base={`/u/${token}`}
          unitName={view.unit.name}
        />
      ),
    })
  })
  app.get('/campaigns/:id/print', { config: { access: watching } }, (request, reply) => {
    const { id } = parseAddress(campaignParams, request.params)
    return desk(deps, request, reply, {
      load: async (op) => ({ ...(await generalForm(op, id)), address: `${deps.baseUrl}/u/lost` }),
      draw: (view) => <DeskPrintPage view={view} back={`/campaigns/${id}`} />,
    })
  })
  app.get('/campaigns/:id/units/:unitId/print', { config: { access: watching } }, (request, reply) => {
    const { id, unitId } = parseAddress(campaignParams.extend({ unitId: idField }), request.params)
    return desk(deps, request, reply, {
      load: async (op) => {
        const visit = await loadUnitVisit(op.tx, { campaignId: id, unitId, asOf: op.asOf })
        const code = await codeOf(op, unitId)
        return {
          ...(await generalForm(op, id)),
          unit: { name: visit.unit.name, code },
          owed: owedBy(visit.obligations),
          address: `${deps.baseUrl}/u/lost?unit=${encodeURIComponent(code)}`,
        }
      },
      draw: (view) => (
        <DeskPrintPage
          view={view}
          back={`/campaigns/${id}/units/${unitId}`}
          general={`/campaigns/${id}/print`}
        />
      ),
    })
  })
}

async function generalForm(
  op: Op<AccountActor>,
  campaignId: number,
): Promise<Omit<PrintedFormView, 'address'>> {
  const head = await loadCampaignHead(op.tx, campaignId)
  const notice = await loadNotice(op.tx, head.noticeId)
  return {
    notice,
    unit: null,
    owed: askedOfAll(notice),
    own: false,
    filesAt: `/notices/${head.noticeId}/files`,
  }
}

async function codeOf(op: Op, unitId: number): Promise<string> {
  const row = await op.tx.selectFrom('unit').select('code').where('id', '=', unitId).executeTakeFirst()
  if (row === undefined) throw new Problem('not-found')
  return row.code
}
