import type { CampaignDuty } from '../../../db/queries/campaignHead.ts'
import { MomentGlyph } from '../../components/MomentGlyph.tsx'
import { NeedList, type Need } from '../../components/NeedList.tsx'
import { StateGlyph } from '../../components/StateGlyph.tsx'
import { useFrame, useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'
import { dutyName } from '../momentText.ts'
import { unitsAddress } from './addresses.ts'
import type { BoardView } from './boardView.ts'

export function BoardNeedList({ view }: { view: BoardView }) {
  const words = useWords()
  const { person } = useFrame()
  const coordinates = person?.role === 'coordinator' || person?.role === 'administrator'
  const needs = [
    ...(coordinates ? toReview(words, view) : []),
    ...appealing(words, view),
    ...climbing(words, view),
    ...reach(words, view),
  ]
  return <NeedList needs={[...needs, ...elsewhere(words, view)]} />
}

function toReview(words: Words, { head, needs }: BoardView): Need[] {
  if (needs.toReview === 0 || needs.oldestReportAt === null) return []
  return [
    {
      glyph: <StateGlyph state="submitted" />,
      what: words.t('need.review', { n: words.number(needs.toReview) }),
      note: words.t('need.oldest', { instant: words.instant(needs.oldestReportAt) }),
      action: { label: words.t('need.startReview'), href: `/review?campaign=${head.id}` },
    },
  ]
}

/** Units that cannot make it, or say that they are not meant. */
function appealing(words: Words, { head, needs }: BoardView): Need[] {
  if (needs.appeals === 0) return []
  return [
    {
      glyph: <StateGlyph state="returned" />,
      what: words.t('need.appeals', { n: words.number(needs.appeals) }),
      note: words.t('need.appealsNote'),
      action: { label: words.t('need.answerAppeals'), href: `/campaigns/${head.id}/appeals` },
    },
  ]
}

function climbing(words: Words, { head, needs }: BoardView): Need[] {
  if (needs.items === 0) return []
  const climbs = needs.climbsAt !== null && needs.climbing > 0
  return [
    {
      glyph: <StateGlyph state="overdue" />,
      what: words.t('need.items', { n: words.number(needs.items) }),
      note:
        climbs && needs.climbsAt !== null
          ? words.t('need.climbs', {
              n: words.number(needs.climbing),
              instant: words.dayAndTime(needs.climbsAt),
            })
          : words.t('need.climbsNot'),
      action: { label: words.t('need.look'), href: `/campaigns/${head.id}/dockets` },
    },
  ]
}

function reach(words: Words, { head, needs, current }: BoardView): Need[] {
  const bounced: Need = {
    glyph: <MomentGlyph mark="bounce" />,
    what: words.t('need.bounced', { n: words.number(needs.undeliverable) }),
    note: words.t('need.bouncedNote'),
    action: {
      label: words.t('need.fixAddress'),
      href: unitsAddress(head.id, { milestone: current.key, reach: 'bounced' }),
    },
  }
  const without: Need = {
    glyph: <MomentGlyph mark="bounce" />,
    what: words.t('need.withoutAddress', { n: words.number(needs.withoutAddress) }),
    note: words.t('need.withoutAddressNote'),
    action: {
      label: words.t('need.call'),
      href: unitsAddress(head.id, { milestone: current.key, reach: 'none' }),
    },
  }
  return [...(needs.undeliverable > 0 ? [bounced] : []), ...(needs.withoutAddress > 0 ? [without] : [])]
}

/** What is overdue under another tab, so that it is not forgotten. */
function elsewhere(words: Words, { head, counts, current }: BoardView): Need[] {
  const late = (duty: CampaignDuty): number => counts.get(duty.key)?.counts.overdue ?? 0
  return head.duties
    .filter((duty) => duty.key !== current.key && late(duty) > 0)
    .map((duty) => ({
      glyph: <StateGlyph state="overdue" />,
      what: words.t('need.overdueElsewhere', { what: dutyName(words, duty), n: words.number(late(duty)) }),
      note: words.due(duty.dueOn),
      action: {
        label: words.t('need.look'),
        href: unitsAddress(head.id, { milestone: duty.key, state: 'overdue' }),
      },
    }))
}
