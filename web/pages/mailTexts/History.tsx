import type { MailTextVersion } from '../../../db/queries/mailTexts.ts'
import type { MailLanguage } from '../../../domain/mailText.ts'
import { Link } from '../../components/Link.tsx'
import { useWords } from '../../frame.ts'
import { MailTextParts } from './Parts.tsx'

/** Every version that was in use, the newest first; each can be taken up again. */
export function MailTextHistory({
  history,
  base,
  language,
}: {
  history: readonly MailTextVersion[]
  base: string
  language: MailLanguage
}) {
  const words = useWords()
  return (
    <section class="section">
      <header>
        <h2>{words.t('mailTexts.history')}</h2>
      </header>
      {history.length === 0 ? <p class="empty">{words.t('mailTexts.noHistory')}</p> : null}
      {history.map(({ version, text, savedAt, savedBy }) => (
        <details class="row-block">
          <summary>
            {words.line(
              words.t('mailTexts.version', { version }),
              text === null ? words.t('mailTexts.versionOwn') : text.subject,
              words.instant(savedAt),
              savedBy,
            )}
          </summary>
          {text === null ? null : (
            <>
              <MailTextParts text={text} language={language} />
              <Link href={`${base}?version=${version}`}>{words.t('mailTexts.take')}</Link>
            </>
          )}
        </details>
      ))}
    </section>
  )
}
