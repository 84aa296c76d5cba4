import ical, {
  ICalAlarmType,
  ICalCalendarMethod,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator'
import type { OwedObligation, UnitVisit } from '../../../db/queries/unitVisit.ts'
import { addDays, type Instant, type LocalDate } from '../../../domain/time.ts'
import type { Words } from '../../words.ts'

const HOUR = 3600
/** At nine in the morning, three days and one day before the day of the deadline. */
const ALARMS_BEFORE = [2 * 24 * HOUR + 15 * HOUR, 15 * HOUR]

/**
 * The deadlines of a unit in one campaign for its own calendar (RFC 5545), one whole day each: a day is the same in every
 * zone. An entry keeps its UID for good; its SEQUENCE grows when the deadline moves, and once more when it falls away.
 * @param address of the unit's page
 */
export function calendarFile(words: Words, visit: UnitVisit, address: string, asOf: Instant): string {
  const calendar = ical({
    name: words.t('calendarFile.name', { unit: visit.unit.name }),
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Duban', product: 'Duban', language: words.language === 'en' ? 'EN' : 'ZH' },
    ttl: 4 * HOUR,
  })
  for (const obligation of visit.obligations) {
    if (obligation.dueOn === null) continue
    const { host } = new URL(address)
    const open = obligation.state === 'expected' || obligation.state === 'returned'
    const gone = obligation.state === 'waived' || obligation.state === 'withdrawn'
    calendar.createEvent({
      id: `obligation-${obligation.id}@${host}`,
      sequence: obligation.dueVersion + (gone ? 1 : 0),
      stamp: asOf,
      start: midnight(obligation.dueOn),
      end: midnight(addDays(obligation.dueOn, 1)),
      allDay: true,
      timezone: 'UTC',
      summary: summaryOf(words, visit, obligation),
      description: `${visit.notice.issuerName}\n${visit.notice.title}\n${words.due(obligation.dueOn)}`,
      url: address,
      transparency: ICalEventTransparency.TRANSPARENT,
      status: gone ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      alarms: open
        ? ALARMS_BEFORE.map((trigger) => ({
            type: ICalAlarmType.display,
            trigger,
            description: summaryOf(words, visit, obligation),
          }))
        : [],
    })
  }
  return calendar.toString()
}

const midnight = (date: LocalDate): Date => new Date(`${date}T00:00:00Z`)

function summaryOf(words: Words, visit: UnitVisit, { duty, what, state }: OwedObligation): string {
  if (duty === 'acknowledge') return words.t('mail.label.acknowledge', { title: visit.notice.title })
  const done = state === 'submitted' || state === 'accepted'
  return words.t(done ? 'calendarFile.done' : 'calendarFile.todo', { what })
}
