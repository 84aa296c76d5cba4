import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { loadCircular } from '../../db/queries/circulars.ts'
import { loadNotice } from '../../db/queries/notices.ts'
import { Problem } from '../../domain/problem.ts'
import {
  draftFromCircular,
  settleCircular,
  type ReadFile,
} from '../../operations/circular/draftFromCircular.ts'
import { MAX_DOCUMENT_BYTES, nameByContent, readDocument } from '../../operations/circular/readDocument.ts'
import { perform, type AccountActor, type Op } from '../../operations/perform.ts'
import { cleanName, MEGABYTE } from '../../operations/unit/prepareFile.ts'
import { coordinating } from '../access.ts'
import { desk, requirePerson } from '../answer.tsx'
import { readAnswers } from '../circular/readAnswers.ts'
import type { WebDependencies } from '../deps.ts'
import { idField, parseAddress, type FormFile } from '../forms.ts'
import { ReadPage, type ReadView } from '../pages/circular/ReadPage.tsx'
import { StartPage } from '../pages/circular/StartPage.tsx'

const guarded = { config: { access: coordinating } }
const noticeParams = z.object({ id: idField })

/** From a circular to a draft: it comes in, is read, and stands beside what was read from it until that is settled. */
export function circularRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/circulars/new', guarded, (request, reply) => start(deps, request, reply))
  app.post('/circulars', guarded, async (request, reply) => {
    try {
      const files = await readAll(request)
      const { noticeId } = await perform(
        deps.db,
        requirePerson(request),
        (op) => draftFromCircular(op, files),
        request.id,
      )
      return await reply.redirect(`/notices/${noticeId}/circular`, 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return start(deps, request, reply, error)
    }
  })
  app.get('/notices/:id/circular', guarded, (request, reply) => show(deps, request, reply))
  app.post('/notices/:id/circular', guarded, async (request, reply) => {
    const { id } = parseAddress(noticeParams, request.params)
    try {
      const answers = readAnswers(request.form)
      await perform(
        deps.db,
        requirePerson(request),
        (op) => settleCircular(op, { noticeId: id, answers }),
        request.id,
      )
      return await reply.redirect(`/notices/${id}?saved=1`, 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return show(deps, request, reply, error)
    }
  })
}

function start(deps: WebDependencies, request: FastifyRequest, reply: FastifyReply, refused?: Problem) {
  return desk(deps, request, reply, {
    load: () => Promise.resolve(null),
    draw: () => <StartPage />,
    refused,
  })
}

function show(deps: WebDependencies, request: FastifyRequest, reply: FastifyReply, refused?: Problem) {
  const { id } = parseAddress(noticeParams, request.params)
  return desk(deps, request, reply, {
    load: (op) => loadRead(op, id),
    draw: (view) => <ReadPage {...view} />,
    refused,
  })
}

async function loadRead(op: Op<AccountActor>, noticeId: number): Promise<ReadView> {
  const notice = await loadNotice(op.tx, noticeId)
  const circular = await loadCircular(op.tx, noticeId)
  if (circular === null) throw new Problem('not-found')
  const settles = notice.state !== 'issued' && notice.version === circular.noticeVersion
  return { noticeId, title: notice.title, circular, settles }
}

/** Everything that came in, read one after the other: before any transaction, since it may take a while. */
async function readAll({ form }: FastifyRequest): Promise<ReadFile[]> {
  const files: ReadFile[] = []
  const pasted = form.one('circular')
  if (pasted.trim() !== '') files.push({ name: '', text: pasted, bytes: null })
  for (const file of form.files) files.push(await readOne(file))
  if (files.length === 0) throw new Problem('file-empty')
  return files
}

async function readOne({ name, bytes, tooLarge }: FormFile): Promise<ReadFile> {
  if (tooLarge) throw new Problem('file-too-large', { max: MAX_DOCUMENT_BYTES / MEGABYTE })
  const text = await readDocument(bytes)
  return { ...(await nameByContent(cleanName(name), bytes, text)), text }
}
