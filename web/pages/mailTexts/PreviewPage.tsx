import type { MailLanguage, MailTextKind } from '../../../domain/mailText.ts'
import type { MailTextPreview } from '../../../operations/mailTexts/previewMailText.ts'
import { Button } from '../../components/Button.tsx'
import { SelectField, TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Facts } from '../../components/Receipt.tsx'
import { Desk } from '../../components/Shell.tsx'
import { useWords } from '../../frame.ts'
import { queryOf } from '../campaign/addresses.ts'

export interface MailTextPreviewView {
  kind: MailTextKind
  language: MailLanguage
  /** The version that the words were written after. */
  version: number
  preview: MailTextPreview
  unit: string
  subject: string
  text: string
}

/** One's own words on a real unit, before anybody is sent them. */
export function MailTextPreviewPage(view: MailTextPreviewView) {
  const words = useWords()
  const { kind, language, preview } = view
  const base = `/mail-texts/${kind}/${language}`
  const title = words.t('mailTexts.previewTitle', { kind: words.t(`mailText.${kind}`) })
  const query = queryOf({ campaign: preview.campaignId ?? undefined, unit: view.unit })
  return (
    <Desk title={title}>
      <Link href={`${base}?draft=1`} class="back">{`‹ ${words.t('mailTexts.edit')}`}</Link>
      <div class="page-head">
        <h1>{title}</h1>
        <span class="note">{words.t('mailTexts.previewNote')}</span>
      </div>
      <ProblemBox />
      <Choice view={view} base={base} />
      <Facts facts={factsOf()} />
      <iframe
        class="mail-frame"
        src={`${base}/preview/html${query}`}
        title={words.t('mailTexts.html')}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
      <details class="row-block">
        <summary>{words.t('mailTexts.text')}</summary>
        <pre class="mail-text" lang={language}>
          {view.text}
        </pre>
      </details>
      <Form action={`${base}/use`}>
        <input type="hidden" name="version" value={String(view.version)} />
        <p class="form-end buttons">
          <Button kind="ink">{words.t('mailTexts.use')}</Button>
          <Link href={`${base}?draft=1`}>{words.t('mailTexts.edit')}</Link>
          <span class="note">{words.t('mailTexts.useNote')}</span>
        </p>
      </Form>
    </Desk>
  )

  function factsOf(): [string, string][] {
    const { content } = preview
    return [
      [words.t('mailTexts.subject'), view.subject],
      'unitName' in content
        ? [words.t('mailTexts.to'), content.unitName]
        : [words.t('mailTexts.toPerson'), content.personName],
      [words.t('mailTexts.at'), words.dayAndTime(preview.at)],
    ]
  }
}

function Choice({ view: { preview, unit }, base }: { view: MailTextPreviewView; base: string }) {
  const words = useWords()
  if (preview.campaignId === null) return <p class="warning">{words.t('mailTexts.noCampaign')}</p>
  return (
    <>
      <Form action={`${base}/preview`} method="get" class="filters">
        <SelectField
          name="campaign"
          label={words.t('mailTexts.campaign')}
          value={String(preview.campaignId)}
          options={preview.campaigns.map(({ id, title }) => ({ value: String(id), label: title }))}
        />
        <TextField
          name="unit"
          type="search"
          label={words.t('mailTexts.unit')}
          hint={words.t('mailTexts.unitHint')}
          value={unit}
          max={80}
        />
        <Button>{words.t('mailTexts.look')}</Button>
      </Form>
      {preview.unit === null ? <p class="warning">{words.t('mailTexts.noUnit')}</p> : null}
    </>
  )
}
