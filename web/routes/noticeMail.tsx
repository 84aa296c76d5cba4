import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { renderMail } from '../../mail/templates/render.ts'
import { previewMail, type MailPreview } from '../../operations/notice/previewMail.ts'
import { look } from '../../operations/perform.ts'
import { coordinating } from '../access.ts'
import { desk, requirePerson } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { idField, parseAddress } from '../forms.ts'
import { sendMailHtml } from '../mailFrame.ts'
import { MailPreviewPage } from '../pages/notice/MailPreviewPage.tsx'

const guarded = { config: { access: coordinating } }
/** A link in a preview opens nothing. */
const noKey = Buffer.alloc(32)
const mailParams = z.object({ id: idField, unitId: idField })

/** The mail that a recipient would get, before the notice is issued. */
export function noticeMailRoutes(app: FastifyInstance, deps: WebDependencies): void {
  const wanted = (request: FastifyRequest) => {
    const { id, unitId } = parseAddress(mailParams, request.params)
    return { noticeId: id, unitId }
  }
  const rendered = (preview: MailPreview) =>
    renderMail(preview.content, {
      language: preview.to?.language ?? 'zh-CN',
      baseUrl: deps.baseUrl,
      key: noKey,
      zone: preview.zone,
    })
  app.get('/notices/:id/mail/:unitId', guarded, (request, reply) =>
    desk(deps, request, reply, {
      load: (op) => previewMail(op, wanted(request)),
      draw: (preview) => (
        <MailPreviewPage {...wanted(request)} preview={preview} subject={rendered(preview).subject} />
      ),
    }),
  )
  app.get('/notices/:id/mail/:unitId/html', guarded, async (request, reply) => {
    const preview = await look(deps.db, requirePerson(request), (op) => previewMail(op, wanted(request)))
    return sendMailHtml(reply, rendered(preview).html)
  })
}
