import type { Chase, MomentLine } from '../../../db/queries/moments.ts'
import { MomentGlyph } from '../../components/MomentGlyph.tsx'
import { Table } from '../../components/Table.tsx'
import { useWords } from '../../frame.ts'
import { dutyName, markOf, momentWhat } from '../momentText.ts'

const SHOWN = 6

/** What will happen by itself next. */
export function Ahead({ lines, all }: { lines: readonly MomentLine[]; all?: boolean }) {
  const words = useWords()
  const shown = all === true ? lines : lines.slice(0, SHOWN)
  return (
    <section class="section">
      <header>
        <h2>{words.t('ahead.title')}</h2>
        <span class="note">{words.t('ahead.note')}</span>
      </header>
      <Table
        caption={words.t('ahead.title')}
        empty={words.t('ahead.none')}
        rows={shown}
        columns={[
          {
            label: words.t('ahead.when'),
            cell: (line) => <span class="nowrap">{words.dayAndTime(line.at)}</span>,
          },
          {
            label: words.t('ahead.what'),
            cell: (line) => (
              <span class="moment">
                <MomentGlyph mark={markOf(line)} level={line.level} ahead />
                {line.step === 'climb'
                  ? words.t('ahead.climb', { level: line.level ?? 1 })
                  : `${dutyName(words, line)} ${momentWhat(words, line)}`}
              </span>
            ),
          },
          {
            label: words.t('ahead.units'),
            number: true,
            cell: (line) => words.t('ahead.atMost', { n: words.number(line.units) }),
          },
        ]}
      />
    </section>
  )
}

/** Which reminders went out last, and who has answered since. */
export function LastChases({ chases, all }: { chases: readonly Chase[]; all?: boolean }) {
  const words = useWords()
  const shown = all === true ? chases : chases.slice(0, SHOWN)
  return (
    <section class="section">
      <header>
        <h2>{words.t('chases.title')}</h2>
      </header>
      <Table
        caption={words.t('chases.title')}
        empty={words.t('chases.none')}
        rows={shown}
        columns={[
          {
            label: words.t('ahead.when'),
            cell: (chase) => <span class="nowrap">{words.dayAndTime(chase.at)}</span>,
          },
          {
            label: words.t('ahead.what'),
            cell: (chase) => {
              const kind = chase.step === 'overdue' ? 'late' : 'reminder'
              return (
                <span class="moment">
                  <MomentGlyph mark={markOf({ ...chase, kind })} />
                  {words.line(
                    `${dutyName(words, chase)} ${momentWhat(words, { ...chase, kind, level: null })}`,
                    chase.who,
                  )}
                </span>
              )
            },
          },
          { label: words.t('chases.sent'), number: true, cell: (chase) => words.number(chase.sent) },
          {
            label: words.t('chases.since'),
            number: true,
            cell: (chase) => words.t('chases.answered', { n: words.number(chase.answered) }),
          },
        ]}
      />
    </section>
  )
}
