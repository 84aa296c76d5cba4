import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import { dateField } from '../../domain/notice.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn, type LocalDate } from '../../domain/time.ts'
import { look, perform } from '../../operations/perform.ts'
import { importOrReport, importTree, type ImportReport } from '../../operations/tree/importTree.ts'
import { administrating } from '../access.ts'
import { desk, requirePerson } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { ImportPage, type ImportView } from '../pages/tree/ImportPage.tsx'

const guarded = { config: { access: administrating } }
/** As base64 it goes along with the answer and comes back with the button that stores it. */
const MOST_CARRIED_BYTES = 3 * 1024 * 1024

export function treeImportRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/units/import', guarded, (request, reply) => show(deps, request, reply, {}))
  app.post('/units/import', guarded, async (request, reply) => {
    const [file] = request.form.files
    if (file === undefined) return show(deps, request, reply, {}, new Problem('file-empty'))
    if (file.tooLarge) return show(deps, request, reply, {}, new Problem('file-too-large'))
    return run(deps, request, reply, { bytes: file.bytes, fileName: file.name, dryRun: true })
  })
  app.post('/units/import/store', guarded, (request, reply) => {
    const bytes = Buffer.from(request.form.one('file'), 'base64')
    return run(deps, request, reply, {
      bytes,
      fileName: request.form.one('fileName').slice(0, 200),
      dryRun: false,
    })
  })
}

/** Tries or stores; either way the answer is the report, line by line. */
async function run(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  input: { bytes: Buffer; fileName: string; dryRun: boolean },
): Promise<FastifyReply> {
  const { bytes, fileName, dryRun } = input
  try {
    const from = await dateOf(deps, request)
    const report: ImportReport = await importOrReport(() =>
      perform(deps.db, requirePerson(request), (op) => importTree(op, { bytes, from, dryRun }), request.id),
    )
    const carried = dryRun && bytes.length <= MOST_CARRIED_BYTES ? bytes.toString('base64') : null
    return await show(deps, request, reply, { from, fileName, report, carried })
  } catch (error) {
    if (error instanceof Problem) return show(deps, request, reply, { fileName }, error)
    throw error
  }
}

async function dateOf(deps: WebDependencies, request: FastifyRequest): Promise<LocalDate> {
  const today = await look(deps.db, requirePerson(request), async (op) =>
    dateIn((await loadInstallation(op.tx)).zone, op.asOf),
  )
  const text = request.form.one('from')
  const parsed = dateField.safeParse(text === '' ? today : text)
  if (!parsed.success) throw new Problem('invalid-input', {}, [{ field: 'from', code: 'not-a-date' }])
  if (parsed.data > today) throw new Problem('invalid-input', {}, [{ field: 'from', code: 'date-in-future' }])
  return parsed.data
}

function show(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Partial<ImportView>,
  refused?: Problem,
): Promise<FastifyReply> {
  return desk(deps, request, reply, {
    load: async ({ tx, asOf }): Promise<ImportView> => {
      const { zone } = await loadInstallation(tx)
      return { from: dateIn(zone, asOf), fileName: '', report: null, carried: null, ...shown }
    },
    draw: (view) => <ImportPage {...view} />,
    refused,
  })
}
