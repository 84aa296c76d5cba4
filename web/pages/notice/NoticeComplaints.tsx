import type { Notice } from '../../../db/queries/notices.ts'
import type { FieldProblem } from '../../../domain/problem.ts'
import { idOf } from '../../components/Field.tsx'
import { Link } from '../../components/Link.tsx'
import { StateGlyph } from '../../components/StateGlyph.tsx'
import { useWords } from '../../frame.ts'

interface Props {
  notice: Notice
  problems: readonly FieldProblem[]
  warnings: readonly FieldProblem[]
}

/** What must be mended before it can be issued, and what is good to know; each leads to its field. */
export function NoticeComplaints({ notice, problems, warnings }: Props) {
  const words = useWords()
  const list = (complaints: readonly FieldProblem[]) => (
    <ul>
      {complaints.map((complaint) => (
        <li>
          <Link href={`/notices/${notice.id}#${anchorOf(complaint.field)}`}>
            {words.field(complaint.field)}
          </Link>
          {': '}
          {words.problem(complaint)}
        </li>
      ))}
    </ul>
  )
  return (
    <>
      {problems.length === 0 ? null : (
        <div class="problem">
          <h2>
            <StateGlyph state="returned" />
            {words.t('preview.mendFirst', { n: problems.length })}
          </h2>
          {list(problems)}
        </div>
      )}
      {warnings.length === 0 ? null : (
        <div class="warning">
          <h2>{words.t('preview.warnings')}</h2>
          {list(warnings)}
        </div>
      )}
    </>
  )
}

/** The field's own id; for a whole list its section. */
function anchorOf(field: string): string {
  return /^(milestones|audience|items|policy)$/.test(field) ? `f-${field}` : idOf(field)
}
