import type { CalendarDay } from '../../../domain/calendar.ts'
import { weekdayOf, type LocalDate } from '../../../domain/time.ts'
import { Button, ButtonLink } from '../../components/Button.tsx'
import { Radios } from '../../components/Choices.tsx'
import { TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { useFrame, useWords } from '../../frame.ts'

export interface CalendarView {
  year: number
  days: CalendarDay[]
  announced: boolean
  /** The day under change. */
  chosen: CalendarDay | null
  done: boolean
}

/** The calendar in force, a year at a time. Whoever administers may change a day: holidays come late and move. */
export function CalendarPage(view: CalendarView) {
  const words = useWords()
  const { person, today } = useFrame()
  const { year, days, announced } = view
  const changes = person?.role === 'administrator'
  const months = Array.from({ length: 12 }, (_, index) =>
    days.filter(({ date }) => Number(date.slice(5, 7)) === index + 1),
  )
  const working = days.filter((day) => day.working).length
  return (
    <Desk title={words.t('calendar.title', { year })} section="calendar">
      {view.done ? <Done text={words.t('calendar.changed')} /> : null}
      <div class="page-head">
        <h1>{words.t('calendar.title', { year })}</h1>
        <span class="note">{words.t('calendar.workingDays', { n: working })}</span>
        <div class="buttons">
          <ButtonLink href={`/calendar?year=${year - 1}`}>{String(year - 1)}</ButtonLink>
          <ButtonLink href={`/calendar?year=${year + 1}`}>{String(year + 1)}</ButtonLink>
        </div>
      </div>
      <ProblemBox />
      {announced ? null : <Unannounced year={year} changes={changes} />}
      {view.chosen === null || !changes ? null : <DayForm day={view.chosen} />}
      <div class="year">
        {months.map((month, index) => (
          <Month month={month} index={index} today={today} changes={changes} />
        ))}
      </div>
      <p class="note">{words.t(changes ? 'calendar.legendChange' : 'calendar.legend')}</p>
    </Desk>
  )
}

function Unannounced({ year, changes }: { year: number; changes: boolean }) {
  const words = useWords()
  return (
    <div class="problem">
      <p>{words.t('problem.year-not-announced', { year })}</p>
      {changes ? (
        <Form action="/calendar/announce">
          <input type="hidden" name="year" value={String(year)} />
          <p class="form-end">
            <Button>{words.t('calendar.announce', { year })}</Button>
          </p>
        </Form>
      ) : null}
    </div>
  )
}

function DayForm({ day }: { day: CalendarDay }) {
  const words = useWords()
  const named = day.reason === 'weekday' || day.reason === 'weekend' ? '' : day.reason
  return (
    <section class="section" id="day">
      <h2>{words.t('calendar.changeDay', { date: words.date(day.date) })}</h2>
      <p class="note">{words.t('calendar.changeNote')}</p>
      <Form action="/calendar/day">
        <input type="hidden" name="date" value={day.date} />
        <Radios
          name="working"
          label={words.t('calendar.thisDay')}
          value={day.working ? 'yes' : 'no'}
          options={[
            { value: 'yes', label: words.t('calendar.worked') },
            { value: 'no', label: words.t('calendar.dayOff') },
          ]}
        />
        <TextField
          name="reason"
          label={words.t('page.reason')}
          hint={words.t('calendar.reasonHint')}
          value={named}
          max={80}
          required
        />
        <p class="form-end buttons">
          <Button kind="ink">{words.t('page.save')}</Button>
          <Link href={`/calendar?year=${day.date.slice(0, 4)}`}>{words.t('page.cancel')}</Link>
        </p>
      </Form>
    </section>
  )
}

interface MonthProps {
  month: readonly CalendarDay[]
  index: number
  today: LocalDate
  changes: boolean
}

function Month({ month, index, today, changes }: MonthProps) {
  const words = useWords()
  const first = month[0]
  const lead = first === undefined ? 0 : weekdayOf(first.date) - 1
  const cells: (CalendarDay | null)[] = [...Array.from({ length: lead }, () => null), ...month]
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    cells.slice(week * 7, week * 7 + 7),
  )
  return (
    <table class="month">
      <caption>{words.code('month', String(index + 1))}</caption>
      <thead>
        <tr>
          {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
            <th scope="col">{words.code('weekdayShort', String(weekday))}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr>
            {week.map((day) =>
              day === null ? <td class="blank" /> : <Day day={day} today={today} changes={changes} />,
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Day({ day, today, changes }: { day: CalendarDay; today: LocalDate; changes: boolean }) {
  const words = useWords()
  const weekend = weekdayOf(day.date) > 5
  const holiday = !day.working && day.reason !== 'weekend'
  const makeUp = day.working && weekend
  const number = String(Number(day.date.slice(8)))
  const classes = [holiday ? 'holiday' : day.working ? '' : 'off', day.date === today ? 'today' : '']
  return (
    <td class={classes.join(' ').trim()} title={words.code('day', day.reason)}>
      {changes ? (
        <Link href={`/calendar?year=${day.date.slice(0, 4)}&day=${day.date}#day`}>{number}</Link>
      ) : (
        number
      )}
      {holiday ? <small>{words.t('calendar.off')}</small> : null}
      {makeUp ? <small class="work">{words.t('calendar.makeUp')}</small> : null}
    </td>
  )
}
