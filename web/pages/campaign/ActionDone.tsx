import type { CampaignHead } from '../../../db/queries/campaignHead.ts'
import type { Instant } from '../../../domain/time.ts'
import type { UnitAction } from '../../../operations/campaign/actOnUnits.ts'
import { Button } from '../../components/Button.tsx'
import { Form } from '../../components/Form.tsx'
import { StateGlyph } from '../../components/StateGlyph.tsx'
import { Done } from '../../components/ProblemBox.tsx'
import { useWords } from '../../frame.ts'
import type { UnitFilter } from './addresses.ts'
import { FilterFields } from './FilterFields.tsx'

/** What has just been done with many units; a chase may still be taken back. */
export interface DoneAction {
  kind: UnitAction['kind'] | 'taken-back'
  n: number
  chasedAt: Instant | null
  /** Seconds in which it may still be taken back; 0: no longer. */
  secondsLeft: number
}

export function ActionDone({
  head,
  done,
  filter,
}: {
  head: CampaignHead
  done: DoneAction | null
  filter: UnitFilter
}) {
  const words = useWords()
  if (done === null) return null
  const text = words.t(`act.${done.kind}.done`, { n: words.number(done.n) })
  if (done.kind !== 'chase' || done.chasedAt === null) return <Done text={text} />
  if (done.secondsLeft === 0) return <Done text={words.line(text, words.t('act.gone'))} />
  return (
    <Form action={`/campaigns/${head.id}/act/take-back`} class="done">
      <StateGlyph state="accepted" />
      <span role="status">{text}</span>
      <input type="hidden" name="chasedAt" value={done.chasedAt.toISOString()} />
      <FilterFields filter={filter} />
      <Button>{words.t('act.takeBack')}</Button>
      <span class="note">{words.t('act.secondsLeft', { n: done.secondsLeft })}</span>
    </Form>
  )
}
