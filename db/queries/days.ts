import {
  addWorkingDays,
  workingDaysPast,
  workingDaysUntil,
  type WorkingCalendar,
} from '../../domain/calendar.ts'
import { addDays, weekdayOf, type LocalDate } from '../../domain/time.ts'

/** How far a due date is, as people count: working days, today included. */
export interface Days {
  /** Null without a due date, or once it is past. */
  left: number | null
  past: number | null
  /** The days up to it, at most seven: drawn where there are few. */
  strip: StripDay[]
}

export interface StripDay {
  date: LocalDate
  weekday: number
  working: boolean
  today: boolean
  due: boolean
}

const STRIP_DAYS = 7

export function daysOf(calendar: WorkingCalendar, today: LocalDate, dueOn: LocalDate | null): Days {
  if (dueOn === null) return { left: null, past: null, strip: [] }
  if (dueOn < today) return { left: null, past: workingDaysPast(calendar, dueOn, today), strip: [] }
  return {
    left: workingDaysUntil(calendar, today, dueOn),
    past: null,
    strip: stripOf(calendar, today, dueOn),
  }
}

function stripOf(calendar: WorkingCalendar, today: LocalDate, dueOn: LocalDate): StripDay[] {
  const days: StripDay[] = []
  for (let date = today; date <= dueOn; date = addDays(date, 1)) {
    if (days.length === STRIP_DAYS) return []
    const working = calendar.isWorking(date)
    days.push({ date, weekday: weekdayOf(date), working, today: date === today, due: date === dueOn })
  }
  return days.filter((day) => day.working || day.due || day.today)
}

/** A date to offer where one is to be chosen: so many working days from today. */
export function offeredDate(calendar: WorkingCalendar, today: LocalDate, workingDays: number): LocalDate {
  return addWorkingDays(calendar, today, workingDays)
}
