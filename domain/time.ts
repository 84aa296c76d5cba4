import { DateTime, IANAZone } from 'luxon'

/** A day on the calendar without a zone, `2014-05-10`. Only `localDate` makes one. */
export type LocalDate = string & { readonly __brand: 'LocalDate' }

/** An instant. Always UTC at rest; a zone is named wherever one is read or written. */
export type Instant = Date

/** The zone that applies where an installation or a notice names none. */
export const DEFAULT_ZONE = 'Asia/Shanghai'

export function isLocalDate(text: string): text is LocalDate {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid
}

/** Parses `YYYY-MM-DD`. @throws RangeError when it is no day of the calendar. */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError(`not a date: ${text}`)
  return text
}

export function isValidZone(zone: string): boolean {
  return IANAZone.isValidZone(zone)
}

/** The local day that an instant falls on in a zone. */
export function dateIn(zone: string, instant: Instant): LocalDate {
  return localDate(DateTime.fromJSDate(instant, { zone }).toFormat('yyyy-MM-dd'))
}

/** Moves a day by calendar days, in either direction. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return localDate(DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd'))
}

/** Monday is 1, Sunday is 7. */
export function weekdayOf(date: LocalDate): number {
  return DateTime.fromISO(date, { zone: 'utc' }).weekday
}

/**
 * The instant of a local wall-clock time. A time that the zone skips becomes the next valid one;
 * of a doubled time the first is taken.
 * @param time `HH:mm`
 */
export function instantAt(date: LocalDate, time: string, zone: string): Instant {
  const wanted = DateTime.fromISO(`${date}T${time}`, { zone })
  if (wanted.toFormat("yyyy-MM-dd'T'HH:mm") === `${date}T${time}`) return earlierOf(wanted).toJSDate()
  return endOfGap(date, time, zone)
}

function earlierOf(moment: DateTime): DateTime {
  return moment.getPossibleOffsets().reduce((first, next) => (next < first ? next : first))
}

/** The first valid minute after a wall-clock time that a change of offset skips. */
function endOfGap(date: LocalDate, time: string, zone: string): Instant {
  let wall = DateTime.fromISO(`${date}T${time}`, { zone: 'utc' })
  for (let minute = 0; minute < 48 * 60; minute += 1) {
    wall = wall.plus({ minutes: 1 })
    const candidate = DateTime.fromISO(wall.toFormat("yyyy-MM-dd'T'HH:mm"), { zone })
    if (candidate.toFormat("yyyy-MM-dd'T'HH:mm") === wall.toFormat("yyyy-MM-dd'T'HH:mm"))
      return candidate.toJSDate()
  }
  throw new RangeError(`no valid time on ${date} in ${zone}`)
}

/**
 * When a due date ends: the next local midnight, exclusive. "5月10日前" is taken as inclusive:
 * a report at 23:59:59 on 10 May is on time, one at 00:00 on the 11th is late.
 */
export function endOfDue(dueOn: LocalDate, zone: string): Instant {
  return instantAt(addDays(dueOn, 1), '00:00', zone)
}
