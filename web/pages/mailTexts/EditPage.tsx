import type { MailTextDraft, MailTextVersion } from '../../../db/queries/mailTexts.ts'
import {
  longestPart,
  mailLanguages,
  placeholdersOf,
  type MailLanguage,
  type MailText,
  type MailTextKind,
} from '../../../domain/mailText.ts'
import { Button } from '../../components/Button.tsx'
import { TextArea, TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { useWords } from '../../frame.ts'
import { MailTextHistory } from './History.tsx'
import { MailTextParts } from './Parts.tsx'

export interface MailTextView {
  kind: MailTextKind
  language: MailLanguage
  /** What the fields begin with. */
  text: MailText
  original: MailText
  history: readonly MailTextVersion[]
  draft: MailTextDraft | null
  done: 'used' | 'reset' | null
}

/** The words of one mail in one language: what stands before what is owed, and after it. */
export function MailTextEditPage(view: MailTextView) {
  const words = useWords()
  const { kind, language, history, done } = view
  const base = `/mail-texts/${kind}`
  const title = words.t(`mailText.${kind}`)
  return (
    <Desk title={title}>
      <Link href="/mail-texts" class="back">{`‹ ${words.t('mailTexts.back')}`}</Link>
      {done === null ? null : (
        <Done text={words.t(done === 'used' ? 'mailTexts.used' : 'mailTexts.resetDone')} />
      )}
      <div class="page-head">
        <h1>{title}</h1>
        <span class="note">{words.t(`mailTextWhen.${kind}`)}</span>
      </div>
      <Tabs
        label={words.t('mailTexts.kind')}
        tabs={mailLanguages.map((one) => ({
          href: `${base}/${one}`,
          current: one === language,
          children: words.t(`mailTexts.language.${one}`),
        }))}
      />
      <ProblemBox />
      <div class="columns">
        <div>
          <InForce newest={history[0]} />
          <Draft view={view} />
          <Editor view={view} />
          <Reset view={view} />
        </div>
        <aside>
          <Placeholders kind={kind} />
          <Original text={view.original} language={language} />
        </aside>
      </div>
      <MailTextHistory history={history} base={`${base}/${language}`} language={language} />
    </Desk>
  )
}

function InForce({ newest }: { newest: MailTextVersion | undefined }) {
  const words = useWords()
  const text =
    newest === undefined || newest.text === null
      ? words.t('mailTexts.inForceOwn')
      : words.t('mailTexts.inForce', {
          version: newest.version,
          name: newest.savedBy,
          instant: words.instant(newest.savedAt),
        })
  return <p class="note">{text}</p>
}

function Draft({ view: { draft, kind, language } }: { view: MailTextView }) {
  const words = useWords()
  if (draft === null) return null
  const base = `/mail-texts/${kind}/${language}`
  return (
    <Form action={`${base}/drop`}>
      <span>{words.t('mailTexts.draft', { instant: words.instant(draft.savedAt) })}</span>{' '}
      <Link href={`${base}/preview`}>{words.t('mailTexts.draftLook')}</Link>{' '}
      <Button kind="text">{words.t('mailTexts.draftDrop')}</Button>
    </Form>
  )
}

function Editor({ view: { kind, language, text, history } }: { view: MailTextView }) {
  const words = useWords()
  return (
    <Form action={`/mail-texts/${kind}/${language}`}>
      <input type="hidden" name="version" value={String(history[0]?.version ?? 0)} />
      <TextField
        name="subject"
        label={words.t('mailTexts.subject')}
        hint={words.t('mailTexts.subjectHint', { max: longestPart.subject })}
        value={text.subject}
        max={longestPart.subject}
        required
      />
      <TextArea
        name="opening"
        label={words.t('mailTexts.opening')}
        hint={words.t('mailTexts.openingHint')}
        value={text.opening}
        max={longestPart.opening}
        rows={4}
      />
      <TextArea
        name="closing"
        label={words.t('mailTexts.closing')}
        hint={words.t('mailTexts.closingHint')}
        value={text.closing}
        max={longestPart.closing}
        rows={4}
      />
      <p class="form-end">
        <Button kind="ink">{words.t('mailTexts.preview')}</Button>
      </p>
    </Form>
  )
}

function Reset({ view: { kind, language, history } }: { view: MailTextView }) {
  const words = useWords()
  const [newest] = history
  if (newest === undefined || newest.text === null) return null
  return (
    <Form action={`/mail-texts/${kind}/${language}/reset`}>
      <input type="hidden" name="version" value={String(newest.version)} />
      <p class="form-end buttons">
        <Button>{words.t('mailTexts.reset')}</Button>
        <span class="note">{words.t('mailTexts.resetNote')}</span>
      </p>
    </Form>
  )
}

function Placeholders({ kind }: { kind: MailTextKind }) {
  const words = useWords()
  return (
    <section class="section">
      <header>
        <h2>{words.t('mailTexts.placeholders')}</h2>
      </header>
      <p class="note">{words.t('mailTexts.placeholdersNote')}</p>
      <dl class="facts">
        {placeholdersOf[kind].map((name) => (
          <div>
            <dt>
              <code>{`{${name}}`}</code>
            </dt>
            <dd>{words.t(`placeholder.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Original({ text, language }: { text: MailText; language: MailLanguage }) {
  const words = useWords()
  return (
    <section class="section">
      <header>
        <h2>{words.t('mailTexts.original')}</h2>
      </header>
      <MailTextParts text={text} language={language} />
    </section>
  )
}
