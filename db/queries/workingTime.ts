import { workingCalendar, type WorkingCalendar } from '../../domain/calendar.ts'
import { defaultInstallation, installationSchema, type Installation } from '../../domain/installation.ts'
import type { SendingRules } from '../../domain/sending.ts'
import type { Db, Tx } from '../connection.ts'

/** The calendar and sending rules in force now. */
export interface WorkingTime {
  installation: Installation
  calendar: WorkingCalendar
  sending: SendingRules
}

export async function loadInstallation(db: Db | Tx): Promise<Installation> {
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', 'installation')
    .executeTakeFirst()
  return row === undefined ? defaultInstallation : installationSchema.parse(row.value)
}

/**
 * @param zone the notice's zone, where it has one of its own; else the installation's.
 */
export async function loadWorkingTime(db: Db | Tx, zone?: string): Promise<WorkingTime> {
  const installation = await loadInstallation(db)
  const exceptions = await db.selectFrom('calendar_day').select(['date', 'working', 'reason']).execute()
  const years = await db.selectFrom('calendar_year').select('year').execute()
  const calendar = workingCalendar({
    zone: zone ?? installation.zone,
    hours: installation.hours,
    exceptions,
    announcedYears: years.map(({ year }) => year),
  })
  return { installation, calendar, sending: { zone: calendar.zone, ...installation.sending } }
}
