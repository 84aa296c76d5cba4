import type { ItemStory } from '../../../db/queries/why/items.ts'
import { whyItem } from '../../../domain/whyItem.ts'
import { useWords } from '../../frame.ts'
import { dutyName } from '../momentText.ts'
import { itemWhyTexts } from '../why/itemText.ts'

/** What of a unit came before a supervisor, and how each came, climbed and ended. */
export function RecordItems({ items }: { items: readonly ItemStory[] }) {
  const words = useWords()
  if (items.length === 0) return null
  return (
    <section class="section">
      <header>
        <h2>{words.t('campaign.dockets')}</h2>
      </header>
      {items.map((item) => (
        <details class="why">
          <summary>{words.line(dutyName(words, item), words.t(`item.${item.state}`))}</summary>
          {itemWhyTexts(words, whyItem(item)).map((sentence) => (
            <p>{sentence}</p>
          ))}
        </details>
      ))}
    </section>
  )
}
