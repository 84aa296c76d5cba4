import type { FileSummary, ReportValue } from '../../../db/queries/reportForm.ts'
import { Link } from '../../components/Link.tsx'
import { useWords } from '../../frame.ts'
import { fileSize } from '../fileSize.ts'

/** What a unit has sent in one version of a report. */
export interface SentReport {
  text: string
  values: ReportValue[]
  files: FileSummary[]
}

export function Sent({ sent, base }: { sent: SentReport; base: string }) {
  const words = useWords()
  return (
    <>
      {sent.text.trim() === '' ? null : <p class="pre">{sent.text}</p>}
      {sent.values.length === 0 ? null : (
        <p>
          {sent.values
            .map(({ name, value, measure }) => `${name} ${words.number(value)} ${measure}`.trim())
            .join(words.t('page.listSeparator'))}
        </p>
      )}
      <ul class="files">
        {sent.files.map((file) => (
          <li>
            <Link class="name" href={`${base}/files/${file.id}`}>
              {words.line(file.name, fileSize(words, file.size))}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
