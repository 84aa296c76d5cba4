import type { Notice } from '../../../db/queries/notices.ts'
import { Button } from '../../components/Button.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { useWords } from '../../frame.ts'
import { fileSize } from '../fileSize.ts'

/** Before issuing: the files that go with the notice, and a place for more. */
export function Files({ notice }: { notice: Notice }) {
  const words = useWords()
  const base = `/notices/${notice.id}/files`
  return (
    <section class="section" id="files">
      <h2>{words.t('files.title')}</h2>
      <ul class="plain">
        {notice.files.map((file) => (
          <li>
            <Form action={`${base}/${file.id}/remove`} class="buttons">
              <Link href={`${base}/${file.id}`}>{file.name}</Link>
              <span class="note">{fileSize(words, file.size)}</span>
              <Button kind="text">{words.t('files.remove')}</Button>
            </Form>
          </li>
        ))}
      </ul>
      <Form action={base} files>
        <p class="buttons">
          <label for="f-notice-files">{words.t('files.choose')}</label>
          <input type="file" id="f-notice-files" name="files" multiple />
          <Button>{words.t('files.add')}</Button>
        </p>
      </Form>
    </section>
  )
}
