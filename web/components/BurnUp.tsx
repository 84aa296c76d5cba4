import { area, line } from 'd3-shape'
import type { BurnUpDay } from '../../db/queries/burnUp.ts'
import type { WorkingCalendar } from '../../domain/calendar.ts'
import { addDays, type Instant, type LocalDate } from '../../domain/time.ts'
import { useWords } from '../frame.ts'
import { apart, datedDays, PLOT, scalesOf, type Scales } from './burnUpScales.ts'
import { MomentShape, type MomentMark } from './MomentGlyph.tsx'

export interface BurnUpMark {
  at: Instant
  mark: MomentMark
  level: number | null
  /** Has not happened yet, and does only if nobody changes anything. */
  ahead: boolean
  text: string
}

export interface BurnUpView {
  /** What is drawn, by name. */
  name: string
  acknowledges: boolean
  days: readonly BurnUpDay[]
  total: number
  until: Instant
  to: LocalDate
  due: LocalDate | null
  /** Other dates by which some units owe it, with how many. */
  otherDues: readonly { dueOn: LocalDate; units: number }[]
  marks: readonly BurnUpMark[]
  calendar: WorkingCalendar
}

/** Acknowledgements and reports day by day against the deadline; what hangs between them and it is overdue. */
export function BurnUp(view: BurnUpView) {
  const words = useWords()
  const [first] = view.days
  const now = view.days.at(-1)
  if (first === undefined || now === undefined) return null
  const scales = scalesOf({ from: first.date, to: view.to, total: view.total, zone: view.calendar.zone })
  const title = words.t('burnUp.of', { what: view.name })
  return (
    <div class="scroll burn-up" tabIndex={0} role="group" aria-label={title}>
      <svg
        viewBox={`0 0 ${PLOT.width} ${PLOT.height}`}
        role="img"
        aria-labelledby="burn-up-title burn-up-desc"
      >
        <title id="burn-up-title">{title}</title>
        <desc id="burn-up-desc">{useSummary(view, now)}</desc>
        <DaysOff view={view} from={first.date} scales={scales} />
        <Axes view={view} from={first.date} scales={scales} />
        <Lines view={view} now={now} scales={scales} />
        <Deadlines view={view} now={now} scales={scales} />
        <Ends view={view} now={now} scales={scales} />
        <Marks view={view} scales={scales} />
      </svg>
    </div>
  )
}

function useSummary({ acknowledges, total, until }: BurnUpView, now: BurnUpDay): string {
  const words = useWords()
  return words.t(acknowledges ? 'burnUp.sumAcknowledged' : 'burnUp.sum', {
    instant: words.instant(until),
    total: words.number(total),
    acknowledged: words.number(now.acknowledged),
    answered: words.number(now.answered),
    accepted: words.number(now.accepted),
    overdue: words.number(now.overdue),
  })
}

interface Part {
  view: BurnUpView
  scales: Scales
}

/** Runs of days off as one band each. */
function DaysOff({ view, from, scales }: Part & { from: LocalDate }) {
  const bands: { first: LocalDate; last: LocalDate }[] = []
  for (let date = from; date <= view.to; date = addDays(date, 1)) {
    if (view.calendar.isWorking(date)) continue
    const band = bands.at(-1)
    if (band !== undefined && addDays(band.last, 1) === date) band.last = date
    else bands.push({ first: date, last: date })
  }
  return (
    <g class="off">
      {bands.map(({ first, last }) => (
        <rect
          x={scales.startOf(first)}
          y={PLOT.top}
          width={scales.endOf(last) - scales.startOf(first)}
          height={PLOT.bottom - PLOT.top}
        />
      ))}
    </g>
  )
}

function Axes({ view, from, scales }: Part & { from: LocalDate }) {
  const words = useWords()
  return (
    <g class="axes">
      {scales.counts.map((n) => (
        <>
          <path class={n === 0 ? 'base' : 'grid'} d={`M${PLOT.left} ${scales.y(n)}H${PLOT.right}`} />
          <text x={PLOT.left - 8} y={scales.y(n) + 4} text-anchor="end">
            {words.number(n)}
          </text>
        </>
      ))}
      <path class="total" d={`M${PLOT.left} ${scales.y(view.total)}H${PLOT.right}`} />
      <text class="total" x={PLOT.left - 8} y={scales.y(view.total) + 4} text-anchor="end">
        {words.number(view.total)}
      </text>
      {datedDays(from, view.to).map((date) => (
        <text x={scales.startOf(date)} y={PLOT.bottom + 17} text-anchor="start">
          {`${Number(date.slice(5, 7))}/${Number(date.slice(8))}`}
        </text>
      ))}
    </g>
  )
}

/** Straight from day to day: what happened between two midnights is not known better than that. */
function Lines({ view, now, scales }: Part & { now: BurnUpDay }) {
  const at = (day: BurnUpDay): number =>
    day === now ? scales.x(view.until) : Math.min(scales.endOf(day.date), scales.x(view.until))
  const [first] = view.days
  const begin: BurnUpDay = { ...(first ?? now), acknowledged: 0, answered: 0, accepted: 0, overdue: 0 }
  const points = [begin, ...view.days].map((day, index) => ({
    day,
    x: index === 0 ? scales.startOf(day.date) : at(day),
  }))
  const path = (pick: (day: BurnUpDay) => number): string =>
    line<(typeof points)[number]>(
      ({ x }) => x,
      ({ day }) => scales.y(pick(day)),
    )(points) ?? ''
  const late = points.filter(({ day }, index) => day.overdue > 0 || (points[index + 1]?.day.overdue ?? 0) > 0)
  const gap = area<(typeof points)[number]>(
    ({ x }) => x,
    ({ day }) => scales.y(day.answered),
    ({ day }) => scales.y(day.answered + day.overdue),
  )(late)
  const done = area<(typeof points)[number]>(
    ({ x }) => x,
    PLOT.bottom,
    ({ day }) => scales.y(view.acknowledges ? day.answered : day.accepted),
  )(points)
  return (
    <>
      <path class="done" d={done ?? ''} />
      <path class="gap" d={gap ?? ''} />
      {view.acknowledges ? null : <path class="line acknowledged" d={path((day) => day.acknowledged)} />}
      {view.acknowledges ? null : <path class="line accepted" d={path((day) => day.accepted)} />}
      <path class={`line ${view.acknowledges ? 'whole' : 'answered'}`} d={path((day) => day.answered)} />
    </>
  )
}

/** So much room a label needs beside its line. */
const LABEL_WIDTH = 130

function Deadlines({ view, now, scales }: Part & { now: BurnUpDay }) {
  const words = useWords()
  const due = view.due === null || view.due > view.to ? null : scales.endOf(view.due)
  const side = due !== null && due - PLOT.left < LABEL_WIDTH ? 'start' : 'end'
  const beside = (due ?? 0) + (side === 'end' ? -5 : 5)
  const shown = view.otherDues.filter(({ dueOn }) => dueOn <= view.to)
  return (
    <g class="deadlines">
      {due === null || view.due === null ? null : (
        <>
          <path class="due" d={`M${due} ${PLOT.top - 14}V${PLOT.bottom}`} />
          <text x={beside} y={PLOT.top - 20} text-anchor={side}>
            {words.t('burnUp.due', { date: words.shortDate(view.due) })}
          </text>
        </>
      )}
      {due === null || now.overdue === 0 ? null : (
        <text x={beside} y={PLOT.top + 30} text-anchor={side}>
          {words.t('burnUp.overdue', { n: words.number(now.overdue) })}
        </text>
      )}
      {shown.map(({ dueOn, units }, index) => (
        <>
          <path class="due other" d={`M${scales.endOf(dueOn)} ${PLOT.top + 70}V${PLOT.bottom}`} />
          <text x={scales.endOf(dueOn) + 5} y={PLOT.top + 82 + index * 34}>
            {words.t('burnUp.otherUnits', { n: words.number(units) })}
          </text>
          <text x={scales.endOf(dueOn) + 5} y={PLOT.top + 98 + index * 34}>
            {words.t('burnUp.otherDate', { date: words.shortDate(dueOn) })}
          </text>
        </>
      ))}
    </g>
  )
}

/** Where the lines stand now, each with its number at the right: no legend to look up. */
function Ends({ view, now, scales }: Part & { now: BurnUpDay }) {
  const words = useWords()
  const ends = view.acknowledges
    ? [{ kind: 'whole', n: now.answered, label: words.t('burnUp.acknowledged') }]
    : [
        { kind: 'acknowledged', n: now.acknowledged, label: words.t('burnUp.acknowledged') },
        { kind: 'answered', n: now.answered, label: words.t('burnUp.answered') },
        { kind: 'accepted', n: now.accepted, label: words.t('burnUp.accepted') },
      ]
  const x = scales.x(view.until)
  const heights = apart(ends.map(({ n }) => scales.y(n)))
  return (
    <g class="ends">
      <path class="now" d={`M${x} ${PLOT.top}V${PLOT.bottom}`} />
      {ends.map(({ kind, n, label }, index) => (
        <g class={`end ${kind}`}>
          <path
            d={`M${x + 3} ${scales.y(n)}L${PLOT.right - 26} ${scales.y(n)}L${PLOT.right + 4} ${heights[index] ?? 0}`}
          />
          <circle cx={x} cy={scales.y(n)} r="3" />
          <text x={PLOT.right + 8} y={(heights[index] ?? 0) + 4}>
            <tspan class="n">{words.number(n)}</tspan>
            {` ${label}`}
          </text>
        </g>
      ))}
    </g>
  )
}

const MARK_WIDTH = 18

/** What was sent and what will be, beneath the days; of marks that would cover each other the first is drawn. */
function Marks({ view, scales }: Part) {
  const words = useWords()
  let free = -Infinity
  const shown = [...view.marks]
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map((mark) => ({ ...mark, x: scales.x(mark.at) - MARK_WIDTH / 2 }))
    .filter(({ x }) => {
      const fits = x >= free && x <= PLOT.right
      if (fits) free = x + MARK_WIDTH - 3
      return fits
    })
  return (
    <g class="marks">
      <text x={PLOT.left - 8} y={PLOT.marks + 4} text-anchor="end">
        {words.t('burnUp.sent')}
      </text>
      {shown.map(({ mark, level, ahead, text, x }) => (
        <g class={`glyph m-${mark}${ahead ? ' ahead' : ''}`} transform={`translate(${x} ${PLOT.marks - 8})`}>
          <title>{text}</title>
          <MomentShape mark={mark} level={level} />
        </g>
      ))}
    </g>
  )
}
