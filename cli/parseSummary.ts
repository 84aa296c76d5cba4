import type { CircularDraft, CircularMilestone } from '../domain/circular/draft.ts'
import { singleFields } from '../domain/circular/draft.ts'
import { circularQuestionText } from '../messages/circular.ts'
import { isMessageKey, t, type Language } from '../messages/index.ts'

/** The draft of a circular as lines to read: what was found, what is to be settled, what is not there. */
export function summaryOf(draft: CircularDraft, language: Language): string {
  const part = (name: string) => {
    const key = `circular.part.${name}`
    return isMessageKey(key) ? t(language, key) : name
  }
  const line = (name: string, value: string) => (value === '' ? [] : [`${part(name)}  ${value}`])
  const list = (name: string, values: string[]) =>
    values.length === 0 ? [] : [part(name), ...values.map((value) => `  ${value}`)]
  const questions = draft.questions.map((question) => {
    const choices = question.alternatives.map((value) => choice(value, language)).join(' / ')
    return `${circularQuestionText(language, question, draft.text)}${choices === '' ? '' : `  [${choices}]`}`
  })
  return [
    ...singleFields.flatMap((field) => line(field, draft[field] ?? '')),
    ...line('window', draft.window === null ? '' : `${draft.window.from ?? '?'} – ${draft.window.to ?? '?'}`),
    ...list(
      'recipients',
      draft.recipients.map(({ name }) => name),
    ),
    ...list(
      'milestones',
      draft.milestones.map((milestone) => milestoneLine(milestone, language)),
    ),
    ...list(
      'targets',
      draft.targets.map(({ name, total, measure }) => `${name} ${total} ${measure}`),
    ),
    ...list(
      'quotas',
      draft.quotas.map(({ text }) => text),
    ),
    ...list(
      'contacts',
      draft.contacts.map(({ name, telephone }) => `${name} ${telephone ?? ''}`.trim()),
    ),
    ...line('telephones', draft.telephones.map(({ number }) => number).join('  ')),
    ...line('mailboxes', draft.mailboxes.map(({ address }) => address).join('  ')),
    ...(questions.length === 0 ? [] : ['', t(language, 'circular.questions', { n: questions.length })]),
    ...questions.map((question) => `  ${question}`),
    ...(draft.missing.length === 0
      ? []
      : [
          '',
          t(language, 'circular.missing', {
            names: draft.missing.map(part).join(language === 'en' ? ', ' : '、'),
          }),
        ]),
  ].join('\n')
}

function milestoneLine(milestone: CircularMilestone, language: Language): string {
  const due = milestone.due ?? t(language, `circular.kind.${milestone.kind}`)
  const words = milestone.dueText.replace(/\s+/g, ' ')
  const who = milestone.recipients.length === 0 ? '' : `  ${milestone.recipients.join('、')}`
  return `${due}  ${milestone.what}  “${words}”${who}`
}

function choice(value: string, language: Language): string {
  const key = `circular.choice.${value}`
  return isMessageKey(key) ? t(language, key) : value
}
