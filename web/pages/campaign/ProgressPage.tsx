import type { Block, PaperTable } from '../../documents/paper.ts'
import { progressPaper } from '../../documents/progress/paper.ts'
import type { ProgressView } from '../../documents/progress/view.ts'
import { Button, ButtonLink } from '../../components/Button.tsx'
import { SelectField, TextArea, TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { Desk } from '../../components/Shell.tsx'
import { useWords } from '../../frame.ts'
import { dutyName } from '../momentText.ts'
import { queryOf } from './addresses.ts'

/** The circular on progress as a paper, with how it is written beside it. */
export function ProgressPage(view: ProgressView) {
  const words = useWords()
  const paper = progressPaper(words, view)
  const base = `/campaigns/${view.progress.head.id}`
  const query = queryOf({ milestone: view.current.key, ...view.options })
  return (
    <Desk title={words.t('progress.name')} section="notices">
      <Link href={base} class="back">{`‹ ${words.t('side.board')}`}</Link>
      <div class="columns wide circular-page">
        <article class="sheet circular">
          <header class="notice-head">
            <p class="issuer">{paper.issuer}</p>
            <p class="number">{paper.number}</p>
            <h1>{paper.title}</h1>
          </header>
          <div class="paper-text">
            <p class="to">{paper.to}</p>
            {paper.blocks.map((block) => (
              <Drawn block={block} />
            ))}
            <p class="signature">
              {paper.signature}
              <br />
              {paper.date}
            </p>
          </div>
        </article>
        <aside class="progress-side">
          <p class="buttons">
            <ButtonLink kind="ink" href={`${base}/progress.docx${query}`}>
              {words.t('progress.docx')}
            </ButtonLink>
            <ButtonLink href={`${base}/progress.xlsx`}>{words.t('progress.xlsx')}</ButtonLink>
          </p>
          <p>
            <Link href={`${base}/export`}>{words.t('progress.export')}</Link>
          </p>
          <Settings {...view} />
        </aside>
      </div>
    </Desk>
  )
}

function Drawn({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return <h2>{block.text}</h2>
    case 'paragraph':
      return <p class="body">{block.text}</p>
    case 'table':
      return <FigureTable {...block} />
  }
}

/** Rows of figures. A narrow screen shows each row as a block whose cells carry their headings. */
function FigureTable({ caption, columns, rows, sum }: PaperTable) {
  const cells = (row: readonly string[]) =>
    columns.map(({ label, number }, index) =>
      index === 0 ? (
        <th scope="row">{row[index]}</th>
      ) : (
        <td data-label={label} {...(number ? { class: 'num' } : {})}>
          {row[index]}
        </td>
      ),
    )
  return (
    <table class="table figure-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ label, number }) => (
            <th scope="col" {...(number ? { class: 'num' } : {})}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>{cells(row)}</tr>
        ))}
      </tbody>
      {sum === null ? null : (
        <tfoot>
          <tr>{cells(sum)}</tr>
        </tfoot>
      )}
    </table>
  )
}

/** A form that only changes the address. */
function Settings({ progress: { head }, current, options }: ProgressView) {
  const words = useWords()
  return (
    <section class="section">
      <header>
        <h2>{words.t('progress.settings')}</h2>
      </header>
      <p class="note">{words.t('progress.settingsNote')}</p>
      <Form action={`/campaigns/${head.id}/progress`} method="get">
        <SelectField
          name="milestone"
          label={words.t('progress.duty')}
          value={current.key}
          options={head.duties.map((duty) => ({ value: duty.key, label: dutyName(words, duty) }))}
        />
        <TextField
          name="number"
          label={words.t('progress.number')}
          hint={words.t('progress.numberHint')}
          value={options.number}
          max={60}
        />
        <TextField
          name="to"
          label={words.t('progress.toField')}
          value={options.to === '' ? words.t('progress.defaultTo') : options.to}
          max={120}
        />
        <TextArea
          name="intro"
          label={words.t('progress.intro')}
          hint={words.t('progress.introHint')}
          value={options.intro}
          max={1000}
        />
        <TextField
          name="first"
          type="number"
          label={words.t('progress.firstField')}
          value={String(options.first)}
          short
        />
        <SelectField
          name="names"
          label={words.t('progress.names')}
          value={options.names}
          options={(['yes', 'no'] as const).map((value) => ({
            value,
            label: words.t(`progress.names.${value}`),
          }))}
        />
        <p class="form-end">
          <Button>{words.t('progress.draw')}</Button>
        </p>
      </Form>
    </section>
  )
}
