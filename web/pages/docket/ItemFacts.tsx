import type { InboxItem } from '../../../db/queries/docketInbox.ts'
import { StateGlyph } from '../../components/StateGlyph.tsx'
import { useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'
import { dutyName } from '../momentText.ts'

/** Who, how late, and the last word on it. */
export function ItemFacts({ item }: { item: InboxItem }) {
  const words = useWords()
  return (
    <span class="item-facts">
      <span class="head">
        <strong>{item.unitName}</strong>
        <span class="note">{words.line(dutyName(words, item), item.number)}</span>
      </span>
      <span class="how-late">
        <StateGlyph state="overdue" />
        <span>
          {words.line(
            words.daysPast(item.daysPast),
            words.t('mail.docket.reminded', { n: item.reminders }),
            item.acknowledgedAt === null
              ? words.t('mail.docket.neverAcknowledged')
              : words.t('unit.acknowledgedAt', { instant: words.instant(item.acknowledgedAt) }),
          )}
        </span>
      </span>
      <span class="note">{lastWord(words, item)}</span>
    </span>
  )
}

function lastWord(words: Words, item: InboxItem): string {
  const reach = item.withoutAddress
    ? words.t('units.reach.none')
    : item.undeliverable
      ? words.t('units.reach.bounced')
      : null
  return words.line(
    item.lastWord === null ? null : words.t('report.quote', { text: item.lastWord }),
    reach,
    item.telephone,
    words.t('docket.level', { level: item.level, unit: item.holderName }),
    item.seenAt === null ? null : words.t('docket.seen', { instant: words.instant(item.seenAt) }),
    item.snoozedUntil === null
      ? null
      : words.t('docket.snoozed', { instant: words.instant(item.snoozedUntil) }),
    item.climbsAt === null ? null : words.t('districts.climbs', { instant: words.instant(item.climbsAt) }),
  )
}
