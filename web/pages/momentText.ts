import type { MomentMark } from '../components/MomentGlyph.tsx'
import type { Duty, Moment } from '../../domain/plan.ts'
import type { Words } from '../words.ts'

interface MomentFacts {
  kind: 'issue' | 'deadline' | Moment['kind']
  step: string
  nth: number
  duty: Duty
  level: number | null
}

/** How a moment is drawn: a chase of acknowledging differs from a reminder to report. */
export function markOf({ kind, duty }: Pick<MomentFacts, 'kind' | 'duty'>): MomentMark {
  if (kind === 'reminder') return duty === 'acknowledge' ? 'acknowledge' : 'reminder'
  return kind
}

/** What happens at a moment, in a few words: `前3个工作日提醒`, `升2级`. */
export function momentWhat(words: Words, moment: MomentFacts): string {
  if (moment.kind === 'issue') return words.t('plan.issue')
  if (moment.kind === 'deadline') return words.t('plan.deadline')
  if (moment.kind === 'escalation') return words.t('moment.escalation', { level: moment.level ?? 1 })
  const before = /^before-(\d+)$/.exec(moment.step)
  if (before !== null) return words.t('plan.before', { n: before[1] ?? '' })
  if (moment.step === 'on-day') return words.t('plan.onDay')
  if (moment.step === 'chase') return words.t('plan.chase')
  if (moment.step === 'rhythm') return words.t('plan.rhythm', { n: moment.nth })
  return words.t('plan.overdue', { n: moment.nth })
}

/** `①调研月活动总结`, or that it is about acknowledging. */
export function dutyName(words: Words, duty: { duty: Duty; ordinal: number; what: string }): string {
  return duty.duty === 'acknowledge' ? words.t('duty.acknowledge') : `${words.mark(duty.ordinal)}${duty.what}`
}
