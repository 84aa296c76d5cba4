import type { ItemAppeal } from '../../../db/queries/appeals.ts'
import type { InboxItem } from '../../../db/queries/docketInbox.ts'
import type { TimelineEvent } from '../../../db/queries/itemTimeline.ts'
import type { ItemStory } from '../../../db/queries/why/items.ts'
import type { LocalDate } from '../../../domain/time.ts'
import { whyItem } from '../../../domain/whyItem.ts'
import { Button } from '../../components/Button.tsx'
import { Form } from '../../components/Form.tsx'
import { Link, Telephone } from '../../components/Link.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { StateGlyph } from '../../components/StateGlyph.tsx'
import { Why } from '../../components/Why.tsx'
import { useFrame, useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'
import { itemWhyTexts } from '../why/itemText.ts'
import { DecisionChoices } from './DecisionChoices.tsx'
import { ItemFacts } from './ItemFacts.tsx'

export interface ItemView {
  /** Null: decided already, or reported meanwhile. */
  item: InboxItem | null
  unitName: string
  /** What the unit has said and nobody has answered. */
  appeals: ItemAppeal[]
  timeline: TimelineEvent[]
  story: ItemStory | null
  offered: LocalDate
}

/** One overdue unit: what was tried, and what is to become of it, decided with a choice, a reason and one button. */
export function ItemPage({ item, unitName, appeals, timeline, story, offered }: ItemView) {
  const words = useWords()
  const { docketBase, addresses } = useFrame()
  return (
    <Desk title={unitName} section="docket" script={addresses.dates}>
      <Link href={docketBase} class="back">{`‹ ${words.t('docket.back')}`}</Link>
      <header class="ink-head">
        <h1 class="song">{unitName}</h1>
      </header>
      <ProblemBox />
      <div class="docket">
        <div>
          {appeals.map((appeal) => (
            <Said appeal={appeal} />
          ))}
          {item === null ? (
            <p class="empty">{words.t('docketItem.settled')}</p>
          ) : (
            <>
              <ul class="items">
                <li>
                  <ItemFacts item={item} />
                </li>
              </ul>
              {item.telephone === null ? null : (
                <p class="call">
                  <Telephone number={item.telephone} />
                </p>
              )}
            </>
          )}
          {story === null ? null : <Why sentences={itemWhyTexts(words, whyItem(story))} />}
          <Timeline events={timeline} />
        </div>
        {item === null ? null : <Decide item={item} offered={offered} />}
      </div>
    </Desk>
  )
}

/** A reason that waits for an answer comes before all that Duban counts. */
function Said({ appeal }: { appeal: ItemAppeal }) {
  const words = useWords()
  return (
    <section class="said">
      <h2>
        <StateGlyph state="returned" />
        {words.t(`docketItem.said.${appeal.kind}`)}
      </h2>
      <blockquote class="pre">{words.t('report.quote', { text: appeal.reason })}</blockquote>
      <p class="note">
        {words.t('docketItem.said.when', {
          person: appeal.contactName,
          instant: words.instant(appeal.madeAt),
        })}
      </p>
      <p class="note">{words.t('docketItem.said.open')}</p>
    </section>
  )
}

/** What happened last; the rest is there for who wants it, so that on a phone the decision is not far below. */
const SHOWN_AT_ONCE = 5

function Timeline({ events }: { events: readonly TimelineEvent[] }) {
  const words = useWords()
  const earlier = events.slice(SHOWN_AT_ONCE)
  return (
    <section class="section">
      <h2>{words.t('docketItem.timeline')}</h2>
      <Events events={events.slice(0, SHOWN_AT_ONCE)} />
      {earlier.length === 0 ? null : (
        <details>
          <summary>{words.t('docketItem.earlier', { n: words.number(earlier.length) })}</summary>
          <Events events={earlier} />
        </details>
      )}
    </section>
  )
}

function Events({ events }: { events: readonly TimelineEvent[] }) {
  const words = useWords()
  return (
    <ol class="timeline">
      {events.map((event) => (
        <li>
          <time class="note">{words.instant(event.at)}</time>
          <span>{toldOf(words, event)}</span>
        </li>
      ))}
    </ol>
  )
}

function toldOf(words: Words, event: TimelineEvent): string {
  switch (event.kind) {
    case 'given':
    case 'acknowledged':
    case 'joined':
      return words.t(`docketItem.event.${event.kind}`)
    case 'mail':
      return words.t('docketItem.event.mail', { mail: words.t(`mailKind.${event.mail}`) })
    case 'submitted':
      return words.t('docketItem.event.submitted', { version: event.version })
    case 'returned':
      return words.line(words.t('docketItem.event.returned'), words.t('report.quote', { text: event.reason }))
    case 'appealed':
      return words.line(
        event.person,
        words.t(`docketItem.said.${event.appeal}`),
        words.t('report.quote', { text: event.reason }),
      )
    case 'answered':
      return words.line(
        event.person,
        words.t('docketItem.event.answered', { answer: words.t(`appeal.answer.${event.answer}`) }),
        event.reason === '' ? null : words.t('report.quote', { text: event.reason }),
      )
    case 'climbed':
      return words.t('docketItem.event.climbed', { level: event.level, unit: event.holder })
    case 'decision':
      return words.line(
        event.person,
        words.t(`decision.${event.decision}`),
        event.extendedTo === null ? null : words.date(event.extendedTo),
        event.reason === '' ? null : words.t('report.quote', { text: event.reason }),
      )
  }
}

function Decide({ item, offered }: { item: InboxItem; offered: LocalDate }) {
  const words = useWords()
  const { docketBase } = useFrame()
  return (
    <Form action={`${docketBase}/decide`} class="decision-panel always">
      <input type="hidden" name="item" value={String(item.id)} />
      <input type="hidden" name="page" value="item" />
      <DecisionChoices offered={offered} />
      <p class="form-end buttons">
        <Button kind="ink">{words.t('docketItem.decide')}</Button>
        <Button kind="text" formaction={`${docketBase}/preview`}>
          {words.t('docket.preview')}
        </Button>
      </p>
    </Form>
  )
}
