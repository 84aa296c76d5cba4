import chineseDays from 'chinese-days'
import type { CalendarException } from './calendar.ts'
import { addDays, localDate } from './time.ts'

/** The years that are looked through: any that the library may come to know. */
const FIRST_YEAR = 1990
const LAST_YEAR = 2100

/**
 * China's public holidays and make-up days, as seed for an installation's own table, and the years they are
 * known for. Asked about any other year the library calls every weekday a working day and says nothing, so a
 * year counts as known only where its National Day is listed, which it is in every year that has been announced. The last days of the last known
 * year are still open: a New Year's holiday that begins in December is announced with the following year.
 */
export function chinaHolidays(): { exceptions: CalendarException[]; announcedYears: number[] } {
  const exceptions: CalendarException[] = []
  const announcedYears: number[] = []
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year += 1) {
    if (!isKnown(year)) continue
    announcedYears.push(year)
    exceptions.push(...listedIn(year))
  }
  return { exceptions, announcedYears }
}

function isKnown(year: number): boolean {
  return festivalOf(chineseDays.getDayDetail(`${year}-10-01`).name) === '国庆节'
}

function listedIn(year: number): CalendarException[] {
  const listed: CalendarException[] = []
  for (let date = localDate(`${year}-01-01`); date <= `${year}-12-31`; date = addDays(date, 1)) {
    const { name, work } = chineseDays.getDayDetail(date)
    const festival = festivalOf(name)
    if (festival === null) continue
    listed.push({ date, working: work, reason: work ? `补班（${festival}）` : festival })
  }
  return listed
}

/** A listed day is named `Labour Day,劳动节,1`; any other by its weekday, in English. */
function festivalOf(name: string): string | null {
  return name.split(',')[1] ?? null
}
