import type { CampaignDuty } from '../../../db/queries/campaignHead.ts'
import { owed, reported, sumOf } from '../../../db/queries/progress/figures.ts'
import type { TargetProgress } from '../../../db/queries/progress/targets.ts'
import type { Words } from '../../words.ts'
import { rateText } from './table.ts'
import type { ProgressView } from './view.ts'

/** A sentence for each thing that is owed, and for each figure that is aimed at. */
export function overall(words: Words, view: ProgressView): string[] {
  const { head, targets } = view.progress
  return head.duties.flatMap((duty) => [
    duty.duty === 'acknowledge' ? acknowledged(words, view) : reports(words, view, duty),
    ...targets
      .filter(({ milestoneId, sum }) => milestoneId === duty.milestoneId && sum > 0)
      .map((target) => aim(words, target)),
  ])
}

const rate = (n: number, of: number): string => (of === 0 ? '·' : rateText((100 * n) / of))

function acknowledged(words: Words, { progress }: ProgressView): string {
  const { counts, acknowledged: n } = sumOf(progress.places, 'ack')
  const total = words.number(counts.total)
  if (n === counts.total) return words.t('progress.acknowledgedAll', { total })
  return words.t('progress.acknowledged', {
    total,
    n: words.number(n),
    rate: rate(n, counts.total),
    overdue: words.number(counts.overdue),
  })
}

function reports(words: Words, { progress }: ProgressView, duty: CampaignDuty): string {
  const figures = sumOf(progress.places, duty.key)
  const { counts } = figures
  const what = `${words.mark(duty.ordinal)}${duty.what}`
  const waived = counts.waived === 0 ? '' : words.t('progress.waived', { n: words.number(counts.waived) })
  const space = words.language === 'en' && waived !== '' ? ' ' : ''
  if (owed(figures) === 0) return words.t('progress.noneOwed', { what }) + space + waived
  const due = words.due(duty.dueOn)
  if (reported(figures) + counts.returned + counts.overdue === 0)
    return words.t('progress.noneReported', { what, due, owed: words.number(owed(figures)) }) + space + waived
  const facts = {
    what,
    due,
    owed: words.number(owed(figures)),
    reported: words.number(reported(figures)),
    rate: rate(reported(figures), owed(figures)),
    inTime: words.number(figures.inTime),
    late: words.number(figures.late),
    accepted: words.number(counts.accepted),
    submitted: words.number(counts.submitted),
    returned: words.number(counts.returned),
    overdue: words.number(counts.overdue),
  }
  const text = words.t(duty.dueOn === null ? 'progress.reportedOpen' : 'progress.reported', facts)
  return text + space + waived
}

function aim(words: Words, { name, measure, sum, total }: TargetProgress): string {
  const facts = { name, measure, sum: words.number(sum) }
  if (total === null) return words.t('progress.targetOpen', facts)
  return words.t('progress.target', { ...facts, total: words.number(total), rate: rate(sum, total) })
}
