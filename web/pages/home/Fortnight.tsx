import type { MomentLine } from '../../../db/queries/moments.ts'
import type { LocalDate } from '../../../domain/time.ts'
import { Link } from '../../components/Link.tsx'
import { MomentGlyph } from '../../components/MomentGlyph.tsx'
import { useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'
import { dutyName, markOf, momentWhat } from '../momentText.ts'

export interface AgendaDay {
  date: LocalDate
  weekday: number
  working: boolean
  today: boolean
  moments: (MomentLine & { number: string })[]
}

/** Moments of one day that are shown; the rest is counted. */
const SHOWN = 6

/** The next two weeks over all campaigns; days off in a row are one hatched line. */
export function Fortnight({ days }: { days: readonly AgendaDay[] }) {
  const words = useWords()
  const several = new Set(days.flatMap(({ moments }) => moments.map((moment) => moment.campaignId))).size > 1
  return (
    <section class="section fortnight">
      <header>
        <h2>{words.t('home.fortnight')}</h2>
      </header>
      <ol>
        {runs(days).map((run) =>
          Array.isArray(run) ? (
            <li class="off">{`${Number(run[0]?.date.slice(8))}–${Number(run.at(-1)?.date.slice(8))}`}</li>
          ) : (
            <li class={`${run.today ? 'today' : ''}${run.working ? '' : ' off'}`.trim()}>
              <strong>{`${Number(run.date.slice(8))} ${words.code('weekday', String(run.weekday))}`}</strong>
              <ul>
                {run.moments.slice(0, SHOWN).map((moment) => (
                  <li>
                    <MomentGlyph mark={markOf(moment)} level={moment.level} />
                    <Link href={`/campaigns/${moment.campaignId}`}>
                      {several ? <span class="note">{shortNumber(words, moment.number)}</span> : null}
                      {moment.step === 'climb'
                        ? words.t('ahead.climb', { level: moment.level ?? 1 })
                        : `${dutyName(words, moment)} ${momentWhat(words, moment)}`}
                    </Link>
                  </li>
                ))}
                {run.moments.length > SHOWN ? (
                  <li class="note">{words.t('home.moreMoments', { n: run.moments.length - SHOWN })}</li>
                ) : null}
              </ul>
            </li>
          ),
        )}
      </ol>
    </section>
  )
}

/** `8号`, as people call a notice among themselves; what has no such number stands as it is. */
function shortNumber(words: Words, number: string): string {
  const [, n] = /(\d+)号$/.exec(number) ?? []
  return n === undefined ? `${number} ` : `${words.t('home.shortNumber', { n })} `
}

/** Days off without anything to happen are drawn together. */
function runs(days: readonly AgendaDay[]): (AgendaDay | AgendaDay[])[] {
  const result: (AgendaDay | AgendaDay[])[] = []
  for (const day of days) {
    const quiet = !day.working && day.moments.length === 0 && !day.today
    const last = result.at(-1)
    if (quiet && Array.isArray(last)) last.push(day)
    else result.push(quiet ? [day] : day)
  }
  return result.map((run) => (Array.isArray(run) && run.length === 1 ? (run[0] ?? run) : run))
}
