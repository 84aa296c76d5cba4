import type { BurnUpDay } from '../../../db/queries/burnUp.ts'
import { addDays, dateIn, type LocalDate } from '../../../domain/time.ts'
import { BurnUp, type BurnUpMark } from '../../components/BurnUp.tsx'
import { Table } from '../../components/Table.tsx'
import { useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'
import { dutyName, markOf, momentWhat } from '../momentText.ts'
import type { BoardView } from './boardView.ts'

/** How far beyond today and the deadline the drawing goes while a campaign runs, in calendar days. */
const BEYOND_TODAY = 10
const BEYOND_DUE = 14
const MOST_OTHER_DUES = 3

/** The current duty day by day, drawn, and as a table that carries the same facts. */
export function BoardBurnUp(view: BoardView) {
  const words = useWords()
  const { head, current, burnUp, calendar, counts } = view
  const acknowledges = current.duty === 'acknowledge'
  return (
    <section class="section">
      <header>
        <h2>{words.t('burnUp.title')}</h2>
        <span class="note">{words.t('burnUp.note')}</span>
      </header>
      <BurnUp
        name={dutyName(words, current)}
        acknowledges={acknowledges}
        days={burnUp}
        total={counts.get(current.key)?.counts.total ?? 0}
        until={head.endedAt ?? view.asOf}
        to={lastDay(view)}
        due={current.dueOn}
        otherDues={otherDues(view)}
        marks={marksOf(words, view)}
        calendar={calendar}
      />
      <details>
        <summary>{words.t('burnUp.table')}</summary>
        <Days days={burnUp} acknowledges={acknowledges} />
      </details>
    </section>
  )
}

function lastDay({ head, current, burnUp }: BoardView): LocalDate {
  const today = burnUp.at(-1)?.date ?? dateIn(head.zone, head.issuedAt)
  if (head.endedAt !== null) return today
  const soon = addDays(today, BEYOND_TODAY)
  const afterDue = current.dueOn === null ? soon : addDays(current.dueOn, BEYOND_DUE)
  return afterDue > soon ? afterDue : soon
}

/** Dates that some of those who still owe it have instead; where there are many, those of the most units. */
function otherDues({ current, groups }: BoardView): { dueOn: LocalDate; units: number }[] {
  return groups
    .flatMap(({ ordinal, duty, dueOn, units }) =>
      duty === current.duty && ordinal === current.ordinal && dueOn !== null && dueOn !== current.dueOn
        ? [{ dueOn, units }]
        : [],
    )
    .sort((a, b) => b.units - a.units)
    .slice(0, MOST_OTHER_DUES)
    .sort((a, b) => a.dueOn.localeCompare(b.dueOn))
}

function marksOf(words: Words, view: BoardView): BurnUpMark[] {
  const { head, current, chases, ahead } = view
  const ofDuty = (line: { duty: string; ordinal: number }): boolean =>
    line.duty === current.duty && line.ordinal === current.ordinal
  const issue: BurnUpMark = {
    at: head.issuedAt,
    mark: 'issue',
    level: null,
    ahead: false,
    text: words.line(words.dayAndTime(head.issuedAt), words.t('plan.issue')),
  }
  const past = chases.filter(ofDuty).map((chase): BurnUpMark => {
    const kind = chase.step === 'overdue' ? 'late' : 'reminder'
    return {
      at: chase.at,
      mark: markOf({ ...chase, kind }),
      level: null,
      ahead: false,
      text: words.line(
        words.dayAndTime(chase.at),
        momentWhat(words, { ...chase, kind, level: null }),
        words.t('campaign.units', { n: words.number(chase.sent) }),
      ),
    }
  })
  const coming = ahead
    .filter((line) => (ofDuty(line) && line.kind !== 'deadline') || line.step === 'climb')
    .map((line): BurnUpMark => ({
      at: line.at,
      mark: markOf(line),
      level: line.level,
      ahead: true,
      text: words.line(words.dayAndTime(line.at), momentWhat(words, line)),
    }))
  return [issue, ...past, ...coming]
}

/** Only days on which something changed: the others are as the one before. */
function Days({ days, acknowledges }: { days: readonly BurnUpDay[]; acknowledges: boolean }) {
  const words = useWords()
  const lines = acknowledges
    ? (['acknowledged', 'overdue'] as const)
    : (['acknowledged', 'answered', 'accepted', 'overdue'] as const)
  const changed = days.filter((day, index) =>
    lines.some((line) => day[line] !== (days[index - 1]?.[line] ?? 0)),
  )
  return (
    <Table
      caption={words.t('burnUp.title')}
      empty={words.t('burnUp.noDay')}
      rows={changed}
      columns={[
        { label: words.t('burnUp.day'), cell: ({ date }) => words.date(date) },
        ...lines.map((line) => ({
          label: words.t(line === 'overdue' ? 'state.overdue' : `burnUp.${line}`),
          number: true,
          cell: (day: BurnUpDay) => words.number(day[line]),
        })),
      ]}
    />
  )
}
