import { sql } from 'kysely'
import { workingCalendar, type CalendarException, type WorkingCalendar } from '../../domain/calendar.ts'
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

interface CalendarFacts {
  installation: unknown
  exceptions: CalendarException[]
  years: number[]
}

/**
 * Settings and calendar in one question: every page and sweep begins with it.
 * @param zone the notice's zone, where it has one of its own; else the installation's.
 */
export async function loadWorkingTime(db: Db | Tx, zone?: string): Promise<WorkingTime> {
  const { rows } = await sql<CalendarFacts>`
    select (select value from setting where key = 'installation') as installation,
      coalesce((select json_agg(json_build_object('date', date::text, 'working', working, 'reason', reason))
        from calendar_day), '[]') as exceptions,
      coalesce((select json_agg(year) from calendar_year), '[]') as years`.execute(db)
  const [facts] = rows
  if (facts === undefined) throw new Error('the calendar gave no row')
  const installation =
    facts.installation === null ? defaultInstallation : installationSchema.parse(facts.installation)
  const calendar = workingCalendar({
    zone: zone ?? installation.zone,
    hours: installation.hours,
    exceptions: facts.exceptions,
    announcedYears: facts.years,
  })
  return { installation, calendar, sending: { zone: calendar.zone, ...installation.sending } }
}

/** Another one whenever what loadWorkingTime gives may be another. */
export async function calendarVersion(tx: Tx): Promise<string> {
  const { version } = await tx.selectFrom('calendar_version').select('version').executeTakeFirstOrThrow()
  return version
}
