import type { ItemWhy, NamedStep } from '../../../domain/whyItem.ts'
import type { Words } from '../../words.ts'
import { reasonText } from './mailText.ts'

/** The story of a docket item, a sentence each. */
export function itemWhyTexts(words: Words, story: readonly ItemWhy[]): string[] {
  return story.map((why) => itemText(words, why).replace(/[。.\s]+$/, '') + words.t('why.end'))
}

function itemText(words: Words, why: ItemWhy): string {
  switch (why.kind) {
    case 'opened':
      return words.t('why.item.opened', {
        at: words.instant(why.at),
        due: words.due(why.dueOn),
        n: why.days,
        to: placeText(words, why.to),
      })
    case 'climbed':
      return words.t('why.item.climbed', {
        at: words.instant(why.at),
        level: why.level,
        n: why.days,
        to: placeText(words, why.to),
      })
    case 'handedOver':
      return words.t('why.item.handedOver', {
        at: words.instant(why.at),
        to: placeText(words, why.to),
        who: why.who ?? words.t('why.somebody'),
        reason: reasonText(words, why.reason),
      })
    case 'seen':
      return why.until === null
        ? words.t('why.item.seen', { at: words.instant(why.at) })
        : words.t('why.item.seenUntil', { at: words.instant(why.at), until: words.instant(why.until) })
    case 'snoozed':
      return words.t('why.item.snoozed', { until: words.instant(why.until) })
    case 'climbs':
      return words.t('why.item.climbs', { at: words.instant(why.at), level: why.level })
    case 'top':
      return words.t('why.item.top')
    case 'campaignEnded':
      return words.t('why.item.campaignEnded', { at: words.instant(why.at) })
    case 'settled':
      return why.submittedAt === null
        ? words.t('why.item.settledOtherwise', { at: words.instant(why.at) })
        : words.t('why.item.settled', {
            at: words.instant(why.at),
            submittedAt: words.instant(why.submittedAt),
          })
    case 'extended':
    case 'waived':
      return words.t(`why.item.${why.kind}`, {
        at: words.instant(why.at),
        due:
          why.extendedTo === null ? '' : words.t('why.item.extendedTo', { date: words.date(why.extendedTo) }),
        who: why.who === null ? '' : words.t('why.item.by', { who: why.who }),
        reason: reasonText(words, why.reason),
      })
  }
}

function placeText(words: Words, step: NamedStep | null): string {
  if (step === null) return words.t('why.item.unknownPlace')
  return words.t('why.item.place', { unit: step.unitName, role: words.t(`role.${step.role}`) })
}
