import { unitTypes } from '../../../domain/audience.ts'
import type { LocalDate } from '../../../domain/time.ts'
import { isMessageKey } from '../../../messages/index.ts'
import type { ImportReport } from '../../../operations/tree/importTree.ts'
import { personRoles, treeColumns, type LineProblem } from '../../../operations/tree/treeCsv.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Facts } from '../../components/Receipt.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Table } from '../../components/Table.tsx'
import { useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'

export interface ImportView {
  from: LocalDate
  fileName: string
  report: ImportReport | null
  /** The file once more, so that what was tried can be imported without choosing it again; null where it is too large. */
  carried: string | null
}

const MOST_PROBLEMS = 500

/** Taking in a tree: first tried without storing anything, then stored all or not at all. */
export function ImportPage(view: ImportView) {
  const words = useWords()
  return (
    <Desk title={words.t('import.title')} section="units">
      <Link href="/units" class="back">{`‹ ${words.t('nav.units')}`}</Link>
      <div class="page-head">
        <h1>{words.t('import.title')}</h1>
      </div>
      <ProblemBox />
      {view.report === null ? null : <Report view={view} report={view.report} />}
      <section class="section">
        <h2>{words.t('import.file')}</h2>
        <p class="note">{words.t('import.fileNote', { columns: treeColumns.join(', ') })}</p>
        <Form action="/units/import" files>
          <div class="field">
            <label class="label" for="f-file">
              {words.t('import.choose')}
            </label>
            <input type="file" id="f-file" name="file" accept=".csv,text/csv" />
          </div>
          <TextField
            type="date"
            name="from"
            label={words.t('import.from')}
            hint={words.t('import.fromHint')}
            value={view.from}
          />
          <p class="form-end buttons">
            <Button kind="ink" name="do" value="try">
              {words.t('import.try')}
            </Button>
            <Link href="/units/export.csv">{words.t('import.example')}</Link>
          </p>
        </Form>
      </section>
    </Desk>
  )
}

function Report({ view, report }: { view: ImportView; report: ImportReport }) {
  const words = useWords()
  const refused = report.problems.length > 0
  return (
    <section class="section" id="report">
      <header>
        <h2>{words.t(refused ? 'import.refused' : report.dryRun ? 'import.tried' : 'import.stored')}</h2>
        <span class="note">{view.fileName}</span>
      </header>
      {refused ? (
        <Problems problems={report.problems} />
      ) : (
        <Facts
          facts={[
            [
              words.t('import.units'),
              counts(words, report.unitsAdded, report.unitsChanged, report.unitsUnchanged),
            ],
            [
              words.t('import.people'),
              counts(words, report.personsAdded, report.personsChanged, report.personsUnchanged),
            ],
          ]}
        />
      )}
      {!refused && report.dryRun ? <StoreForm view={view} /> : null}
      {!refused && !report.dryRun ? <Link href="/units">{words.t('import.look')}</Link> : null}
    </section>
  )
}

function counts(words: Words, added: number, changed: number, unchanged: number): string {
  return words.t('import.counts', {
    added: words.number(added),
    changed: words.number(changed),
    unchanged: words.number(unchanged),
  })
}

function StoreForm({ view }: { view: ImportView }) {
  const words = useWords()
  if (view.carried === null) return <p class="note">{words.t('import.chooseAgain')}</p>
  return (
    <Form action="/units/import/store">
      <input type="hidden" name="file" value={view.carried} />
      <input type="hidden" name="fileName" value={view.fileName} />
      <input type="hidden" name="from" value={view.from} />
      <p class="form-end">
        <Button kind="ink">{words.t('import.store')}</Button>
      </p>
    </Form>
  )
}

function Problems({ problems }: { problems: readonly LineProblem[] }) {
  const words = useWords()
  return (
    <>
      <p class="t-returned">
        {words.t('problem.import-refused.detail', { count: words.number(problems.length) })}
      </p>
      <Table
        caption={words.t('import.refused')}
        empty=""
        rows={problems.slice(0, MOST_PROBLEMS)}
        columns={[
          { label: words.t('import.line'), number: true, cell: (problem) => problem.line },
          { label: words.t('import.column'), cell: (problem) => problem.field },
          { label: words.t('import.problem'), cell: (problem) => sentence(words, problem) },
        ]}
      />
      {problems.length > MOST_PROBLEMS ? (
        <p class="note">{words.t('import.more', { n: words.number(MOST_PROBLEMS) })}</p>
      ) : null}
    </>
  )
}

function sentence(words: Words, problem: LineProblem): string {
  const key = `importProblem.${problem.code}`
  if (!isMessageKey(key)) return words.problem(problem)
  return words.t(key, { types: unitTypes.join(', '), roles: personRoles.join(', '), ...problem.facts })
}
