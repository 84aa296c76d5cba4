import { t, type Language } from '../../messages/index.ts'

/** Words that stand in where a mail is tried out on something that has not happened. */
export function mailTextSample(language: Language) {
  return {
    unit: t(language, 'mail.sample.unit'),
    issuer: t(language, 'mail.sample.issuer'),
    title: t(language, 'mail.sample.title'),
    number: t(language, 'mail.sample.number'),
    what: t(language, 'mail.sample.what'),
    reason: t(language, 'mail.sample.reason'),
  }
}
