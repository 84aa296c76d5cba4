import type { FileSummary } from '../../../db/queries/reportForm.ts'
import { MAX_FILES } from '../../../operations/unit/attachments.ts'
import { Button } from '../../components/Button.tsx'
import { Complaint, useField } from '../../components/Field.tsx'
import { StateGlyph } from '../../components/StateGlyph.tsx'
import { useWords } from '../../frame.ts'
import { fileSize } from '../fileSize.ts'

/** HEIC is not among them: phones that take it then send a JPEG by themselves. */
const PHOTOS = 'image/jpeg,image/png,image/webp'
const DOCUMENTS = '.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.txt,.csv'

interface FilesProps {
  files: FileSummary[]
  /** Files of this very form that could not be kept, with the sentence that says why. */
  refusedFiles: { name: string; sentence: string }[]
  needed: boolean
}

/** Photos straight from the camera, and files; each says whether it is saved. */
export function ReportFiles({ files, refusedFiles, needed }: FilesProps) {
  const words = useWords()
  const { complaint } = useField('files', undefined)
  return (
    <section
      class={`part field${complaint === null && refusedFiles.length === 0 ? '' : ' refused'}`}
      id="f-files"
    >
      <h2>
        {words.t('report.files')}{' '}
        <span class="note">{words.t('report.filesCount', { n: files.length, max: MAX_FILES })}</span>
      </h2>
      {needed ? <p class="note">{words.t('report.fileNeeded')}</p> : null}
      {complaint === null ? null : <Complaint id="f-files-no" text={complaint} />}
      {refusedFiles.map(({ name, sentence }) => (
        <Complaint id={`no-${name}`} text={words.t('report.fileRefused', { name, sentence })} />
      ))}
      <ul class="files" id="files">
        {files.map((file) => (
          <li class="sent">
            <StateGlyph state="accepted" />
            <div class="name">
              {words.line(file.name, fileSize(words, file.size))}
              <span class="fate">{words.t('report.fileSaved')}</span>
            </div>
            <Button kind="text" name="remove" value={String(file.id)} unchecked>
              {words.t('report.removeFile')}
            </Button>
          </li>
        ))}
      </ul>
      <UploadRow />
      <div class="pickers">
        <label for="f-camera">{words.t('report.takePhoto')}</label>
        <input type="file" id="f-camera" name="files" accept={PHOTOS} capture="environment" />
        <label for="f-file">{words.t('report.addFiles')}</label>
        <input type="file" id="f-file" name="files" multiple accept={`${PHOTOS},${DOCUMENTS}`} />
      </div>
      <p class="note">{words.t('report.fileKinds')}</p>
    </section>
  )
}

/** What the script shows of a file that is on its way. */
function UploadRow() {
  const words = useWords()
  return (
    <template id="file">
      <li>
        <div class="name">
          <span data-name="" />
          <span class="fate" data-state="" role="status" />
        </div>
        <button type="button" class="button text" data-again="" hidden>
          {words.t('report.fileAgain')}
        </button>
        <button type="button" class="button text" data-drop="">
          {words.t('report.removeFile')}
        </button>
        <button type="submit" class="button text" name="remove" formnovalidate hidden>
          {words.t('report.removeFile')}
        </button>
      </li>
    </template>
  )
}
