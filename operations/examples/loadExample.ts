import { generateFederation } from '../../domain/federation.ts'
import { noticeDraftSchema } from '../../domain/notice.ts'
import { Problem } from '../../domain/problem.ts'
import { dateIn, DEFAULT_ZONE, type LocalDate } from '../../domain/time.ts'
import { saveNotice } from '../notice/saveNotice.ts'
import { requireRole, type Op } from '../perform.ts'
import { importTree, NothingStored, type ImportReport } from '../tree/importTree.ts'
import { treeFile } from '../tree/treeFile.ts'
import { exampleNotices, issuedOn } from './notices.ts'

export interface LoadExample {
  /** Null: the whole city, 3,071 units. */
  units: number | null
  seed: number
}

/**
 * The example federation and the four notices as drafts, dated from today, for a first look around.
 * @throws Problem not-allowed, import-refused; what importTree and saveNotice throw
 */
export async function loadExample(op: Op, input: LoadExample): Promise<ImportReport> {
  requireRole(op, 'administrator')
  const today = dateIn(DEFAULT_ZONE, op.asOf)
  const units = generateFederation({
    seed: input.seed,
    ...(input.units === null ? {} : { units: input.units }),
  })
  const report = await importTree(op, {
    bytes: treeFile(units),
    from: firstOfYear(today),
    dryRun: false,
  }).catch(refused)
  for (const { draft } of exampleNotices) {
    await saveNotice(op, {
      noticeId: null,
      version: null,
      draft: noticeDraftSchema.parse(issuedOn(draft, today)),
    })
  }
  return report
}

/** Where there are other units already, the example does not fit among them. */
function refused(error: unknown): never {
  if (!(error instanceof NothingStored)) throw error
  throw new Problem('import-refused', { count: error.report.problems.length })
}

function firstOfYear(today: LocalDate): LocalDate {
  return dateIn('utc', new Date(`${today.slice(0, 4)}-01-01T00:00:00Z`))
}
