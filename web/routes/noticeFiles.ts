import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { addNoticeFile, removeNoticeFile } from '../../operations/notice/noticeFiles.ts'
import { look, perform, type Op } from '../../operations/perform.ts'
import { loadAttachment } from '../../operations/unit/attachments.ts'
import { MAX_FILE_BYTES, MEGABYTE } from '../../operations/unit/prepareFile.ts'
import { Problem } from '../../domain/problem.ts'
import { coordinating, watching } from '../access.ts'
import { requirePerson } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { sendFile } from '../files.ts'
import { parseAddress } from '../forms.ts'

const params = z.object({ id: z.coerce.number().int().positive() })
const fileParams = params.extend({ fileId: z.coerce.number().int().positive() })
const guarded = { config: { access: coordinating } }

/** The circular itself and its annexes: added and taken back before issuing, open to whoever sees the notice. */
export function noticeFileRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/notices/:id/files/:fileId', { config: { access: watching } }, async (request, reply) => {
    const { fileId } = parseAddress(fileParams, request.params)
    return sendFile(reply, await look(deps.db, requirePerson(request), (op) => loadAttachment(op, fileId)))
  })
  app.post('/notices/:id/files', guarded, async (request, reply) => {
    const { id } = parseAddress(params, request.params)
    await perform(
      deps.db,
      requirePerson(request),
      async (op) => {
        await requireNotice(op, id)
        for (const { name, bytes, tooLarge } of request.form.files) {
          if (tooLarge) throw new Problem('file-too-large', { max: MAX_FILE_BYTES / MEGABYTE })
          await addNoticeFile(op, { noticeId: id, name, bytes })
        }
      },
      request.id,
    )
    return reply.redirect(`/notices/${id}/preview#files`, 303)
  })
  app.post('/notices/:id/files/:fileId/remove', guarded, async (request, reply) => {
    const { id, fileId } = parseAddress(fileParams, request.params)
    await perform(
      deps.db,
      requirePerson(request),
      (op) => removeNoticeFile(op, { noticeId: id, attachmentId: fileId }),
      request.id,
    )
    return reply.redirect(`/notices/${id}/preview#files`, 303)
  })
}

/** Also where the form came without a file. @throws Problem not-found */
async function requireNotice(op: Op, noticeId: number): Promise<void> {
  const found = await op.tx.selectFrom('notice').select('id').where('id', '=', noticeId).executeTakeFirst()
  if (found === undefined) throw new Problem('not-found')
}
