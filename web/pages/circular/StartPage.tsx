import { Button } from '../../components/Button.tsx'
import { TextArea } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { useFrame, useWords } from '../../frame.ts'

/** Where a circular comes in; shown again with the reason when it could not be read. */
export function StartPage() {
  const words = useWords()
  return (
    <Desk title={words.t('circular.start')} section="notices" narrow>
      <h1>{words.t('circular.start')}</h1>
      <ProblemBox />
      <CircularForm />
    </Desk>
  )
}

/** Files, or text to be pasted: the circular, and its annexes where it has some. */
export function CircularForm({ heading }: { heading?: string }) {
  const words = useWords()
  const { typed } = useFrame()
  const pasted = (typed?.one('circular') ?? '') !== ''
  return (
    <Form action="/circulars" files class="circular-form">
      <div class="files">
        <div class="field">
          <label for="f-circular-files">{heading ?? words.t('circular.files')}</label>
          <div class="hint">{words.t('circular.filesHint')}</div>
          <input type="file" id="f-circular-files" name="files" multiple accept=".docx,.doc,.pdf,.txt" />
        </div>
        <Button kind="ink">{words.t('circular.read')}</Button>
      </div>
      <details {...(pasted ? { open: true } : {})}>
        <summary>{words.t('circular.paste')}</summary>
        <TextArea name="circular" label={words.t('circular.text')} value="" rows={8} max={100000} />
      </details>
    </Form>
  )
}
