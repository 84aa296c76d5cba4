import { Problem } from '../../domain/problem.ts'
import { dateIn, instantAt, type LocalDate } from '../../domain/time.ts'
import type { Op } from '../perform.ts'
import type { DocketItem, ItemsOfCampaign } from './lockItems.ts'

/** Puts items out of sight until the morning of a day. Their waits go on: snoozing decides nothing. */
export async function snooze(op: Op, group: ItemsOfCampaign, until: LocalDate): Promise<DocketItem[]> {
  const { zone } = group.campaign
  if (until <= dateIn(zone, op.asOf)) {
    throw new Problem('due-in-past', { date: until }, [{ field: 'until', code: 'due-in-past' }])
  }
  await op.tx
    .updateTable('docket_item')
    .set((eb) => ({
      snoozed_until: instantAt(until, group.calendar.hours.start, zone),
      version: eb('version', '+', 1),
    }))
    .where(
      'id',
      'in',
      group.items.map(({ id }) => id),
    )
    .execute()
  return group.items
}
