import { mailTextParts, type MailLanguage, type MailText } from '../../../domain/mailText.ts'
import { useWords } from '../../frame.ts'

/** The three parts as they were written. */
export function MailTextParts({ text, language }: { text: MailText; language: MailLanguage }) {
  const words = useWords()
  return (
    <dl class="facts">
      {mailTextParts.map((part) => (
        <div>
          <dt>{words.t(`mailTexts.${part}`)}</dt>
          <dd class="pre" {...(text[part] === '' ? {} : { lang: language })}>
            {text[part] === '' ? words.t('mailTexts.empty') : text[part]}
          </dd>
        </div>
      ))}
    </dl>
  )
}
