import type { FastifyRequest } from 'fastify'
import type { Db } from '../../db/connection.ts'
import { loadTargets } from '../../db/queries/reportForm.ts'
import { Problem, type FieldProblem } from '../../domain/problem.ts'
import { problemText } from '../../messages/problems.ts'
import { perform, type LinkActor } from '../../operations/perform.ts'
import { addAttachment, removeAttachment, type AttachmentSummary } from '../../operations/unit/attachments.ts'
import { MAX_FILE_BYTES, MEGABYTE, prepareFile } from '../../operations/unit/prepareFile.ts'
import { saveDraft } from '../../operations/unit/saveDraft.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { parse, type Form, type FormFile } from '../forms.ts'
import { z } from 'zod'

/** A file that was not kept, and the sentence that says why. */
export interface RefusedFile {
  name: string
  sentence: string
}

export const textSchema = z.object({ text: z.string().max(20000) })

/**
 * Keeps what a unit typed and chose, each file by itself, so that one that is refused costs nothing else;
 * then reports it, where that was asked for and every file was kept.
 * @param refusedFiles filled with the files that were refused
 */
export async function keepReport(
  db: Db,
  actor: LinkActor,
  obligationId: number,
  request: FastifyRequest,
  refusedFiles: RefusedFile[],
): Promise<'saved' | 'submitted'> {
  const { form } = request
  const { text } = parse(textSchema, { text: form.one('text') })
  const language = request.wantedLanguage ?? actor.language
  await perform(
    db,
    actor,
    (op) => saveDraft(op, { obligationId, text, values: typedValues(form) }),
    request.id,
  )
  const removed = Number(form.one('remove'))
  if (removed > 0) {
    await perform(db, actor, (op) => removeAttachment(op, { attachmentId: removed }), request.id)
    return 'saved'
  }
  for (const file of form.files) {
    try {
      await keepFile(db, actor, obligationId, request, file)
    } catch (error) {
      if (!(error instanceof Problem) || error.code === 'not-found') throw error
      refusedFiles.push({ name: file.name, sentence: problemText(language, error) })
    }
  }
  if (refusedFiles.length > 0) throw new Problem('invalid-input')
  if (form.one('do') !== 'submit') return 'saved'
  await perform(
    db,
    actor,
    async (op) => {
      const values = numbersOf(form, await loadTargets(op.tx, obligationId))
      return submitReport(op, { obligationId, text, values, channel: 'link', submitterName: actor.name })
    },
    request.id,
  )
  return 'submitted'
}

/** Looks at the file before anything is locked, then keeps it. @throws Problem of `prepareFile` and `addAttachment` */
export async function keepFile(
  db: Db,
  actor: LinkActor,
  obligationId: number,
  request: FastifyRequest,
  sent: FormFile,
): Promise<AttachmentSummary> {
  if (sent.tooLarge) throw new Problem('file-too-large', { max: MAX_FILE_BYTES / MEGABYTE })
  const file = await prepareFile(sent)
  return perform(db, actor, (op) => addAttachment(op, { obligationId, file }), request.id)
}

export function typedValues(form: Form): Record<string, string> {
  const names = form.names().filter((name) => /^value-\d+$/.test(name))
  return Object.fromEntries(names.slice(0, 40).map((name) => [name.slice(6), form.one(name).slice(0, 40)]))
}

const amount = z.coerce.number().min(0).max(1e14)

/** The figures of a form by target. An empty one is not reported; one that is no figure is refused at its field. */
export function numbersOf(form: Form, targets: readonly { id: number }[]): Map<number, number> {
  const values = new Map<number, number>()
  const complaints: FieldProblem[] = []
  for (const { id } of targets) {
    const typed = form
      .one(`value-${id}`)
      .trim()
      .replaceAll(/[,，\s]/g, '')
    if (typed === '') continue
    const read = amount.safeParse(typed)
    if (read.success) values.set(id, read.data)
    else complaints.push({ field: `value-${id}`, code: 'not-a-number' })
  }
  if (complaints.length > 0) throw new Problem('invalid-input', {}, complaints)
  return values
}
