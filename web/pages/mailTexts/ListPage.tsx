import type { MailTextVersion } from '../../../db/queries/mailTexts.ts'
import {
  mailLanguages,
  mailTextKinds,
  type MailLanguage,
  type MailTextKind,
} from '../../../domain/mailText.ts'
import { Link } from '../../components/Link.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Table } from '../../components/Table.tsx'
import { useWords } from '../../frame.ts'

/** Every mail whose words may be changed, and whose words have been. */
export function MailTextListPage({ newest }: { newest: readonly MailTextVersion[] }) {
  const words = useWords()
  return (
    <Desk title={words.t('mailTexts.title')}>
      <div class="page-head">
        <h1>{words.t('mailTexts.title')}</h1>
        <span class="note">{words.t('mailTexts.note')}</span>
      </div>
      <Table
        caption={words.t('mailTexts.title')}
        empty=""
        rows={mailTextKinds}
        columns={[
          {
            label: words.t('mailTexts.kind'),
            cell: (kind) => (
              <div>
                <strong>{words.t(`mailText.${kind}`)}</strong>
                <div class="note">{words.t(`mailTextWhen.${kind}`)}</div>
              </div>
            ),
          },
          ...mailLanguages.map((language) => ({
            label: words.t(`mailTexts.language.${language}`),
            cell: (kind: MailTextKind) => <State kind={kind} language={language} newest={newest} />,
          })),
        ]}
      />
    </Desk>
  )
}

function State({
  kind,
  language,
  newest,
}: {
  kind: MailTextKind
  language: MailLanguage
  newest: readonly MailTextVersion[]
}) {
  const words = useWords()
  const version = newest.find((one) => one.kind === kind && one.language === language)
  const changed = version !== undefined && version.text !== null
  const text = changed
    ? words.t('mailTexts.changed', { date: words.instant(version.savedAt), name: version.savedBy })
    : words.t('mailTexts.own')
  const which = `${words.t(`mailText.${kind}`)} ${words.t(`mailTexts.language.${language}`)}`
  return (
    <Link href={`/mail-texts/${kind}/${language}`} label={`${text}: ${which}`}>
      {text}
    </Link>
  )
}
