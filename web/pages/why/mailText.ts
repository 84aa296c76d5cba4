import type { Because, CancelReason, Fate, MailThing, MailWhy } from '../../../domain/why.ts'
import type { UnsentStep } from '../../../db/queries/why/mails.ts'
import type { Instant } from '../../../domain/time.ts'
import type { Words } from '../../words.ts'

/** Why a mail was made, and why it has not gone where it has not: one sentence each. */
export function mailWhyText(words: Words, { because, fate }: MailWhy): string {
  const end = words.t('why.end')
  const sentences = [...because.map((one) => becauseText(words, one)), ...fateTexts(words, fate)]
  return sentences.map((sentence) => closed(words, sentence) + end).join(words.language === 'en' ? ' ' : '')
}

/** What people wrote may end in a stop of its own; ours begin with a capital. */
function closed(words: Words, sentence: string): string {
  const text = sentence.replace(/[。.\s]+$/, '')
  return words.language === 'en' ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

export function thingText(words: Words, thing: Pick<MailThing, 'duty' | 'ordinal' | 'what'>): string {
  if (thing.duty === 'acknowledge') return words.t('why.acknowledge')
  return words.mark(thing.ordinal) + words.t('why.report', { what: thing.what })
}

function becauseText(words: Words, because: Because): string {
  switch (because.kind) {
    case 'step':
      return stepText(words, because)
    case 'issue':
    case 'link':
    case 'docket':
    case 'sign_in':
      return words.t(`why.${because.kind}`, { at: words.instant(because.at) })
    case 'receipt':
      return words.t('why.receipt', { at: words.instant(because.at), receipt: because.receipt })
    case 'returned':
      return words.t('why.returned', { due: words.due(because.dueOn), reason: because.reason })
    case 'changed': {
      if (because.change === null) return words.t('why.changed')
      const facts = { reason: reasonText(words, because.reason), due: words.due(because.dueOn) }
      return words.t(`why.changed.${because.change}`, facts)
    }
    case 'urge':
      return words.t('why.urge', {
        at: words.instant(because.at),
        reason: reasonText(words, because.reason),
      })
  }
}

/** `。理由：…`, or nothing where none was given. */
export const reasonText = (words: Words, reason: string): string =>
  reason === '' ? '' : words.t('why.reason', { reason })

function stepText(words: Words, { thing, step }: Omit<Extract<Because, { kind: 'step' }>, 'kind'>): string {
  const acknowledging = thing.duty === 'acknowledge'
  const facts = { at: words.instant(step.slot), step: stepName(words, step), what: thingText(words, thing) }
  if (step.dueOn === null) return words.t(acknowledging ? 'why.step.openAcknowledge' : 'why.step.open', facts)
  return words.t(acknowledging ? 'why.step.acknowledge' : 'why.step', {
    ...facts,
    due: words.due(step.dueOn),
  })
}

function stepName(words: Words, { step, nth }: { step: string; nth: number }): string {
  const before = /^before-(\d+)$/.exec(step)
  if (before !== null) return words.t('why.stepName.before', { n: before[1] ?? '' })
  if (step === 'on-day') return words.t('why.stepName.onDay')
  return words.t(step === 'overdue' ? 'why.stepName.overdue' : 'why.stepName.rhythm', { n: nth })
}

function fateTexts(words: Words, fate: Fate): string[] {
  switch (fate.kind) {
    case 'gone':
      return []
    case 'going':
    case 'uncertain':
    case 'failed':
      return [words.t(`why.fate.${fate.kind}`)]
    case 'waiting':
    case 'again':
      return [
        words.t(fate.paused ? 'why.fate.paused' : `why.fate.${fate.kind}`, { at: words.instant(fate.at) }),
      ]
    case 'cancelled':
      return [...new Set(fate.reasons.map((reason) => cancelText(words, reason)))]
  }
}

function cancelText(words: Words, reason: CancelReason): string {
  switch (reason.kind) {
    case 'done':
      return words.t('why.cancelled.done', {
        what: thingText(words, reason.thing),
        at: words.instant(reason.at),
      })
    case 'waived':
    case 'withdrawn':
    case 'moved':
      return words.t(`why.cancelled.${reason.kind}`, { what: thingText(words, reason.thing) })
    case 'ended':
      return words.t('why.cancelled.ended', { at: words.instant(reason.at) })
    case 'paused':
    case 'takenBack':
    case 'nobody':
    case 'needless':
      return words.t(`why.cancelled.${reason.kind}`)
  }
}

/** Why a reminder in the ledger became no mail. */
export function unsentText(words: Words, { thing, step, addressed }: UnsentStep, asOf: Instant): string {
  const planned = step.slot > asOf
  const key = planned ? 'why.unsent.waiting' : addressed ? 'why.unsent.done' : 'why.unsent.noAddress'
  const sentences = [stepText(words, { thing, step }), words.t(key, { at: words.instant(step.slot) })]
  const space = words.language === 'en' ? ' ' : ''
  return sentences.map((sentence) => closed(words, sentence) + words.t('why.end')).join(space)
}
