import type { StateWhy } from '../../../domain/whyState.ts'
import type { Words } from '../../words.ts'

/** Why an obligation stands as it does, in one sentence. */
export function stateWhyText(words: Words, why: StateWhy): string {
  return sentence(words, why).replace(/[。.\s]+$/, '') + words.t('why.end')
}

function sentence(words: Words, why: StateWhy): string {
  const name = (who: string | null): string => who ?? words.t('why.somebody')
  switch (why.kind) {
    case 'acknowledged':
      return words.t('why.state.acknowledged', { at: words.instant(why.at) })
    case 'accepted':
      return words.t('why.state.accepted', {
        submittedAt: words.instant(why.submittedAt),
        at: words.instant(why.review.at),
        who: name(why.review.who),
      })
    case 'submitted':
      return words.t('why.state.submitted', { who: why.who, at: words.instant(why.at), n: why.version })
    case 'returned':
      return words.t('why.state.returned', {
        who: name(why.review.who),
        at: words.instant(why.review.at),
        due: words.due(why.dueOn),
        reason: why.reason,
      })
    case 'overdue':
    case 'waiting': {
      const facts = { due: words.due(why.dueOn), since: words.instant(why.since) }
      if (why.duty === 'acknowledge') return words.t(`why.state.${why.kind}.acknowledge`, facts)
      const acknowledged = words.t(why.acknowledged ? 'why.state.hasAcknowledged' : 'why.state.hasNot')
      return words.t(`why.state.${why.kind}`, { ...facts, acknowledged })
    }
    case 'waived':
      return why.by === null
        ? words.t('why.state.waivedUnknown')
        : words.t('why.state.waived', {
            at: words.instant(why.by.at),
            who: name(why.by.who),
            reason: why.by.reason,
          })
    case 'withdrawn':
      return words.t('why.state.withdrawn')
    case 'missed':
      return words.t('why.state.missed', {
        at: why.endedAt === null ? '' : words.instant(why.endedAt),
        due: words.due(why.dueOn),
      })
    case 'unrecorded':
      return words.t('why.state.unrecorded')
  }
}
