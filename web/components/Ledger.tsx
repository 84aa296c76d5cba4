import { countedStates, type CountedState } from '../../db/queries/stateCounts.ts'
import type { StateCounts } from '../../domain/result.ts'
import { useWords } from '../frame.ts'
import { MiniBar } from './Bar.tsx'
import { Link } from './Link.tsx'
import { StateGlyph } from './StateGlyph.tsx'

interface LedgerProps {
  counts: StateCounts
  /** A sentence beside a count. */
  notes: Partial<Record<CountedState, string>>
  /** The page that lists exactly what a count counts; null: all of them. */
  hrefOf(state: CountedState | null): string
}

/** Seven exclusive counts that sum to the total, each the way to what it counts. */
export function Ledger({ counts, notes, hrefOf }: LedgerProps) {
  const words = useWords()
  return (
    <div>
      <MiniBar counts={counts} tall />
      <ul class="ledger">
        {countedStates.map((state) => (
          <li>
            <Link href={hrefOf(state)}>
              <span class={`state t-${state}`}>
                <StateGlyph state={state} />
                {words.t(`state.${state}`)}
              </span>
              <span class={state === 'overdue' && counts.overdue > 0 ? 'figure late' : 'figure'}>
                {words.number(counts[state])}
                <small>{percent(counts[state], counts.total)}</small>
              </span>
              <span class="note">{notes[state] ?? ''}</span>
            </Link>
          </li>
        ))}
        <li class="total">
          <Link href={hrefOf(null)}>
            <span>{words.t('page.total')}</span>
            <span class="figure">{words.number(counts.total)}</span>
            <span class="note">{words.t('ledger.once')}</span>
          </Link>
        </li>
      </ul>
    </div>
  )
}

export function percent(n: number, total: number): string {
  if (total === 0) return ''
  return `${((n / total) * 100).toFixed(n === 0 || n === total ? 0 : 1)}%`
}
