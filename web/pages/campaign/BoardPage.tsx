import { noNotes, type CountNotes, type TargetSum } from '../../../db/queries/campaignBoard.ts'
import type { CampaignDuty, CampaignHead } from '../../../db/queries/campaignHead.ts'
import type { Days } from '../../../db/queries/days.ts'

import { noCounts, type CountedState } from '../../../db/queries/stateCounts.ts'
import type { StateCounts } from '../../../domain/result.ts'
import { Track } from '../../components/Bar.tsx'
import { ButtonLink } from '../../components/Button.tsx'
import { CampaignHeader } from '../../components/CampaignHeader.tsx'
import { Ledger } from '../../components/Ledger.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { useFrame, useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'
import { actAddress, queryOf, unitsAddress } from './addresses.ts'
import { BoardBurnUp } from './BoardBurnUp.tsx'
import { BoardNeedList } from './BoardNeeds.tsx'
import type { BoardView } from './boardView.ts'
import { Districts } from './Districts.tsx'
import { Ahead, LastChases } from './Moments.tsx'

/** How a campaign stands: counts that are ways to what they count, districts, what waits, what comes by itself. */
export function BoardPage(view: BoardView) {
  const words = useWords()
  const { addresses } = useFrame()
  const { head } = view
  return (
    <Desk title={head.title} section="notices" script={head.endedAt === null ? addresses.live : undefined}>
      <div
        id="live"
        data-changes={`/campaigns/${head.id}/changes${queryOf({ since: view.needs.mark })}`}
        data-on={words.t('board.live')}
        data-off={words.t('board.notLive')}
      >
        <CampaignHeader head={head} actions={<Commands view={view} />} />
        {view.assigned === null ? <Board {...view} /> : <Issuing head={head} assigned={view.assigned} />}
        <footer class="board-foot note">
          {words.t('page.asOf', { instant: words.instant(view.asOf) })}
          {head.endedAt === null ? <span id="live-note">{words.t('board.reload')}</span> : null}
        </footer>
      </div>
    </Desk>
  )
}

function Board(view: BoardView) {
  const { head, current } = view
  const { counts, notes } = view.counts.get(current.key) ?? { counts: noCounts(), notes: noNotes() }
  return (
    <>
      <DutyTabs {...view} />
      <Ledger
        counts={counts}
        notes={useNotes(current, counts, notes)}
        hrefOf={(state) => unitsAddress(head.id, { milestone: current.key, state: state ?? undefined })}
      />
      <div class="columns wide">
        <BoardBurnUp {...view} />
        <div>
          <BoardNeedList view={view} />
          {view.targets.length === 0 ? null : <Targets targets={view.targets} />}
        </div>
      </div>
      <Districts {...view} />
      <div class="columns even">
        <LastChases chases={view.chases} />
        <Ahead lines={view.ahead} />
      </div>
    </>
  )
}

function Commands({ view: { head, current, counts } }: { view: BoardView }) {
  const words = useWords()
  const { person } = useFrame()
  const may = person?.role === 'coordinator' || person?.role === 'administrator'
  if (!may || head.state === 'closed' || head.state === 'cancelled') return null
  const commands = `/campaigns/${head.id}/commands`
  const sum = counts.get(current.key)?.counts
  const open = sum === undefined ? 0 : sum.unacknowledged + sum.acknowledged + sum.overdue + sum.returned
  const owing = current.duty === 'acknowledge' && sum !== undefined ? sum.unacknowledged + sum.overdue : open
  return (
    <>
      <ButtonLink href={`${commands}#${head.pausedAt === null ? 'pause' : 'resume'}`}>
        {words.t(head.pausedAt === null ? 'command.pause' : 'command.resume')}
      </ButtonLink>
      <ButtonLink href={actAddress(head.id, { milestone: current.key }, 'extend')}>
        {words.t('command.extend')}
      </ButtonLink>
      <ButtonLink href={commands}>{words.t('command.more')}</ButtonLink>
      {owing === 0 || head.pausedAt !== null ? null : (
        <ButtonLink
          kind="ink"
          href={actAddress(head.id, { milestone: current.key, state: 'owing' }, 'chase')}
        >
          {words.t('command.chaseUnits', { n: words.number(owing) })}
        </ButtonLink>
      )}
    </>
  )
}

function Issuing({ head, assigned }: { head: CampaignHead; assigned: number }) {
  const words = useWords()
  return (
    <section class="issuing" role="status">
      <h2>{words.t('board.issuing')}</h2>
      <p class="figure">{`${words.number(assigned)} / ${words.number(head.audienceSize)}`}</p>
      <Track sum={assigned} total={head.audienceSize} />
      <p class="note">{words.t('board.issuingNote')}</p>
    </section>
  )
}

function DutyTabs({ head, current, counts, days }: BoardView) {
  const words = useWords()
  return (
    <Tabs
      label={words.t('board.duties')}
      tabs={head.duties.map((duty) => ({
        href: `/campaigns/${head.id}?milestone=${duty.key}`,
        current: duty.key === current.key,
        children: (
          <>
            <strong>
              {duty.duty === 'report' ? <span class="mark">{words.mark(duty.ordinal)}</span> : null}
              {duty.duty === 'report' ? duty.what : words.t('duty.acknowledge')}
            </strong>
            <span>{duty.dueOn === null ? words.due(null) : words.shortDate(duty.dueOn)}</span>
            <Distance
              days={days.get(duty.key)}
              overdue={counts.get(duty.key)?.counts.overdue ?? 0}
              words={words}
            />
          </>
        ),
      }))}
    />
  )
}

function Distance({ days, overdue, words }: { days: Days | undefined; overdue: number; words: Words }) {
  if (days === undefined) return null
  if (days.left !== null) return <span class="note">{words.daysLeft(days.left)}</span>
  if (days.past === null) return null
  return <span class={overdue > 0 ? 'late' : 'note'}>{words.daysPast(days.past)}</span>
}

function useNotes(
  current: CampaignDuty,
  counts: StateCounts,
  notes: CountNotes,
): Partial<Record<CountedState, string>> {
  const words = useWords()
  const sentence = (
    key: 'ledger.acceptedLate' | 'ledger.neverAcknowledged' | 'ledger.returnedLate',
    n: number,
  ) => (n === 0 ? '' : words.t(key, { n: words.number(n) }))
  return {
    submitted:
      notes.oldestSubmittedAt === null
        ? ''
        : words.t('ledger.oldest', { instant: words.instant(notes.oldestSubmittedAt) }),
    returned: sentence('ledger.returnedLate', notes.returnedLate),
    accepted: sentence('ledger.acceptedLate', notes.acceptedLate),
    overdue:
      current.duty === 'acknowledge' || counts.overdue === 0
        ? ''
        : sentence('ledger.neverAcknowledged', notes.overdueNeverAcknowledged),
  }
}

function Targets({ targets }: { targets: readonly TargetSum[] }) {
  const words = useWords()
  return (
    <section class="section">
      <header>
        <h2>{words.t('board.targets')}</h2>
        <span class="note">{words.t('board.targetsNote')}</span>
      </header>
      <ul class="target-sums">
        {targets.map(({ name, measure, sum, total }) => (
          <li>
            <span>{name}</span>
            <span class="num">
              <strong>{words.number(sum)}</strong>
              {total === null ? '' : ` / ${words.number(total)}`}
              {measure === '' ? '' : ` ${measure}`}
            </span>
            {total === null ? null : <Track sum={sum} total={total} />}
          </li>
        ))}
      </ul>
    </section>
  )
}
