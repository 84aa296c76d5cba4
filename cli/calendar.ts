import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect } from '../db/connection.ts'
import { loadWorkingTime } from '../db/queries/workingTime.ts'
import { workingCalendar, yearOf, type WorkingCalendar } from '../domain/calendar.ts'
import { chinaHolidays } from '../domain/chinaHolidays.ts'
import { defaultInstallation } from '../domain/installation.ts'
import { startMessage } from '../messages/start.ts'
import { readConfig } from './config.ts'
import { dataFolder } from './embedded/dataFolder.ts'
import { StartError } from './embedded/startError.ts'
import { borrowDatabase } from './parts/borrow.ts'

const projectRoot = fileURLToPath(new URL('..', import.meta.url))

/** `duban calendar YEAR`: each day of the year as it stands in this installation; before the first start, as seeded. */
export async function printCalendar(text: string, json: boolean): Promise<void> {
  if (!/^\d{4}$/.test(text)) throw StartError.of('yearInvalid', { value: text })
  const year = Number(text)
  const calendar = await calendarInForce()
  const days = yearOf(calendar, year)
  if (!calendar.isAnnounced(year)) console.error(startMessage('yearNotAnnounced', { year }))
  if (json) console.log(JSON.stringify(days))
  else for (const { date, working, reason } of days) console.log(`${date} ${working ? '班' : '休'} ${reason}`)
}

async function calendarInForce(): Promise<WorkingCalendar> {
  const config = readConfig()
  const { postgres } = dataFolder(projectRoot)
  if (config.DATABASE_URL === undefined && !existsSync(join(postgres, 'cluster'))) return seededCalendar()
  const database = config.DATABASE_URL === undefined ? await borrowDatabase(postgres) : null
  const db = connect(config.DATABASE_URL ?? database?.url('duban_owner') ?? '', { max: 1 })
  try {
    return (await loadWorkingTime(db)).calendar
  } finally {
    await db.destroy()
    await database?.giveBack()
  }
}

function seededCalendar(): WorkingCalendar {
  const { exceptions, announcedYears } = chinaHolidays()
  return workingCalendar({
    zone: defaultInstallation.zone,
    hours: defaultInstallation.hours,
    exceptions,
    announcedYears,
  })
}
