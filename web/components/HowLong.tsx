import type { Days, StripDay } from '../../db/queries/days.ts'
import type { LocalDate } from '../../domain/time.ts'
import { useWords } from '../frame.ts'

/** Below so many working days the number is written large. */
const NEAR = 7

/** What is left, or past, in working days, and by when it was to be done. Without a due date: that there is none. */
export function HowLong({ days, dueOn, was }: { days: Days; dueOn: LocalDate | null; was?: boolean }) {
  const words = useWords()
  if (dueOn === null) return <p class="ink2">{words.due(null)}</p>
  const late = days.past !== null
  return (
    <div class="how-long">
      <Figure days={days} />
      <span class="when">
        {late || was === true ? words.t('unit.wasDue', { date: words.date(dueOn) }) : words.due(dueOn)}
      </span>
    </div>
  )
}

function Figure({ days }: { days: Days }) {
  const words = useWords()
  const left = days.left ?? 0
  const text = days.past === null ? words.daysLeft(left, isToday(days)) : words.daysPast(days.past)
  const size = days.past !== null ? 'late' : left <= NEAR ? 'near' : ''
  return <span class={`figure ${size}`}>{emphasised(text)}</span>
}

function isToday(days: Days): boolean {
  return days.strip.some((day) => day.due && day.today)
}

/** The number of a sentence in large figures. A time of day is no such number. */
function emphasised(text: string) {
  const parts = /^(\D*)(\d[\d,]*)(\D*)$/.exec(text)
  if (parts === null || text.includes('24')) return <strong>{text}</strong>
  return (
    <>
      {parts[1]}
      <b>{parts[2]}</b>
      {parts[3]}
    </>
  )
}

/** The days to the deadline, where there are few: today framed, the last one with a heavy red foot. */
export function DayStrip({ days }: { days: readonly StripDay[] }) {
  const words = useWords()
  if (days.length === 0) return null
  return (
    <ol class="day-strip" aria-hidden="true">
      {days.map((day) => (
        <li
          class={[day.today ? 'today' : '', day.due ? 'due' : '', day.working ? '' : 'off'].join(' ').trim()}
        >
          {day.today ? words.t('page.todayShort') : words.code('weekday', String(day.weekday))}
          <b>{Number(day.date.slice(8))}</b>
        </li>
      ))}
    </ol>
  )
}
