import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Problem } from '../../domain/problem.ts'
import type { Language } from '../../messages/index.ts'
import { problemText } from '../../messages/problems.ts'
import { look, perform, type LinkActor } from '../../operations/perform.ts'
import { saveDraft } from '../../operations/unit/saveDraft.ts'
import { requireLink, zoneOf } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { idField, parse, parseAddress } from '../forms.ts'
import { fileSize } from '../pages/fileSize.ts'
import { savedSentence } from '../pages/unit/ReportPage.tsx'
import { wordsOf, type Words } from '../words.ts'
import { perLink } from './unitLimits.ts'
import { keepFile, textSchema, typedValues } from './unitReport.ts'

const guarded = { config: { access: 'link' as const, rateLimit: perLink(90) } }
const params = z.object({ token: z.string().max(80), obligationId: idField })

/** What the report form's script asks for while the report is being written; see ../scripts/unitReport.js. */
export function unitKeepingRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.post('/u/:token/report/:obligationId/draft', guarded, (request, reply) =>
    answer(deps, request, reply, async (actor, words, obligationId) => {
      const { form } = request
      const { text } = parse(textSchema, { text: form.one('text') })
      const draft = { obligationId, text, values: typedValues(form) }
      const at = await perform(deps.db, actor, (op) => saveDraft(op, draft), request.id)
      return { saved: at.toISOString(), sentence: savedSentence(words, at) }
    }),
  )
  app.post('/u/:token/report/:obligationId/files', guarded, (request, reply) =>
    answer(deps, request, reply, async (actor, words, obligationId) => {
      const [sent] = request.form.files
      if (sent === undefined) throw new Problem('file-empty')
      const { id, name, size } = await keepFile(deps.db, actor, obligationId, request, sent)
      return { id, line: words.line(name, fileSize(words, size)) }
    }),
  )
}

type Work = (actor: LinkActor, words: Words, obligationId: number) => Promise<object>

/** Answers a script: with what it asked for, or with the sentence that says why not. */
async function answer(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  work: Work,
): Promise<FastifyReply> {
  const { token, obligationId } = parseAddress(params, request.params)
  reply.header('cache-control', 'no-store')
  let language: Language = request.wantedLanguage ?? 'zh-CN'
  try {
    const actor = await requireLink(deps, token)
    language = request.wantedLanguage ?? actor.language
    const zone = await look(deps.db, actor, zoneOf)
    return reply.send(await work(actor, wordsOf(language, zone), obligationId))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return reply.code(error.status).send({ sentence: problemText(language, error) })
  }
}
