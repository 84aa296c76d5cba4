import type { WorkingCalendar } from '../../domain/calendar.ts'
import { addDays, weekdayOf, type LocalDate } from '../../domain/time.ts'
import { useWords } from '../frame.ts'
import { MomentGlyph, type MomentMark } from './MomentGlyph.tsx'

export interface CalendarMoment {
  date: LocalDate
  mark: MomentMark
  level: number | null
  text: string
  /** What stands above the week, where it is an issue or a deadline. */
  flag: string | null
}

const WEEKS_IN_A_ROW = 26
const GLYPHS = 2

/** Weeks across, days down: every moment on its day; holidays hatched, worked weekend days marked. */
export function MomentCalendar({
  moments,
  calendar,
}: {
  moments: readonly CalendarMoment[]
  calendar: WorkingCalendar
}) {
  const words = useWords()
  const weeks = weeksOf(moments.map(({ date }) => date))
  const byDate = new Map<LocalDate, CalendarMoment[]>()
  for (const moment of moments) byDate.set(moment.date, [...(byDate.get(moment.date) ?? []), moment])
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={words.t('calendar.ofMoments')}>
      {slices(weeks).map((slice) => (
        <table class="moment-calendar">
          <caption class="hidden">{words.t('calendar.ofMoments')}</caption>
          <thead>
            <tr class="flags">
              <td />
              {slice.map((monday) => (
                <td>
                  {flagsOf(monday, byDate).map((flag) => (
                    <span>{flag}</span>
                  ))}
                </td>
              ))}
            </tr>
            <tr>
              <td />
              {slice.map((monday, index) => (
                <th scope="col">
                  <span class="hidden">{words.t('moments.weekOf', { date: words.shortDate(monday) })}</span>
                  <span aria-hidden="true">{monthAbove(words, monday, index)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
              <tr>
                <th scope="row">{words.code('weekdayShort', String(weekday))}</th>
                {slice.map((monday) => {
                  const date = addDays(monday, weekday - 1)
                  return <Day date={date} calendar={calendar} moments={byDate.get(date) ?? []} />
                })}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  )
}

/** The Mondays of all weeks from the first moment to the last. */
function weeksOf(dates: readonly LocalDate[]): LocalDate[] {
  const [first] = [...dates].sort()
  const last = [...dates].sort().at(-1)
  if (first === undefined || last === undefined) return []
  const weeks: LocalDate[] = []
  for (let monday = addDays(first, 1 - weekdayOf(first)); monday <= last; monday = addDays(monday, 7))
    weeks.push(monday)
  return weeks
}

function slices(weeks: readonly LocalDate[]): LocalDate[][] {
  const rows: LocalDate[][] = []
  for (let start = 0; start < weeks.length; start += WEEKS_IN_A_ROW)
    rows.push(weeks.slice(start, start + WEEKS_IN_A_ROW))
  return rows
}

function flagsOf(monday: LocalDate, byDate: ReadonlyMap<LocalDate, CalendarMoment[]>): string[] {
  return Array.from({ length: 7 }, (_, day) => byDate.get(addDays(monday, day)) ?? [])
    .flat()
    .flatMap(({ flag }) => flag ?? [])
}

/** A month is named above the week in which it begins, and above the first week of all. */
function monthAbove(words: ReturnType<typeof useWords>, monday: LocalDate, index: number): string {
  const sunday = addDays(monday, 6)
  const begins = Number(sunday.slice(8)) <= 7
  return begins || index === 0 ? words.code('month', String(Number(sunday.slice(5, 7)))) : ''
}

function Day(props: { date: LocalDate; calendar: WorkingCalendar; moments: readonly CalendarMoment[] }) {
  const { date, calendar, moments } = props
  const words = useWords()
  const day = Number(date.slice(8))
  const working = calendar.isWorking(date)
  const weekend = weekdayOf(date) > 5
  const holiday = !working && calendar.reasonOf(date) !== 'weekend'
  const classes = [
    holiday ? 'holiday' : working ? '' : 'off',
    moments.length > 0 ? 'has' : '',
    day <= 7 ? 'month-edge' : '',
    day === 1 ? 'month-top' : '',
  ]
  return (
    <td
      class={classes.filter((name) => name !== '').join(' ')}
      title={moments.map(({ text }) => text).join('\n') || undefined}
    >
      <span class="day">{day}</span>
      {holiday ? <span class="off-mark">{words.t('calendar.off')}</span> : null}
      {working && weekend ? <span class="work-mark">{words.t('calendar.makeUp')}</span> : null}
      {moments.slice(0, GLYPHS).map((moment) => (
        <>
          <MomentGlyph mark={moment.mark} level={moment.level} />
          <span class="hidden">{moment.text}</span>
        </>
      ))}
      {moments.length > GLYPHS ? <span class="more">{`+${moments.length - GLYPHS}`}</span> : null}
    </td>
  )
}
