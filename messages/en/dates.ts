import type { dates as zh } from '../zh/dates.ts'

export const dates: Record<keyof typeof zh, string> = {
  'date.due': '{date}, before midnight',
  'date.noDue': 'No deadline',
  'date.dueToday': 'Due today, before midnight',
  'days.left.none': 'No working day left',
  'days.left.one': '{n} working day left',
  'days.left': '{n} working days left',
  'days.past.none': 'Just past the deadline',
  'days.past.one': '{n} working day past',
  'days.past': '{n} working days past',
}
