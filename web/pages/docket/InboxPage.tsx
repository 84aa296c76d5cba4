import { inboxFilters, type InboxFilter, type InboxItem } from '../../../db/queries/docketInbox.ts'
import type { LocalDate } from '../../../domain/time.ts'
import { Button } from '../../components/Button.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Paging } from '../../components/Table.tsx'
import { useFrame, useWords } from '../../frame.ts'
import { queryOf } from '../campaign/addresses.ts'
import { DecisionChoices } from './DecisionChoices.tsx'
import { ItemFacts } from './ItemFacts.tsx'

export interface InboxView {
  items: InboxItem[]
  counts: Record<InboxFilter, number>
  filter: InboxFilter
  page: number
  offered: LocalDate
  /** The first day on which something climbs undecided. */
  climbsOn: LocalDate | null
  decided: { n: number; passedOver: number } | null
}

/** A supervisor's list: who is late, since when, what is known; and what she may decide about one or many. */
export function InboxPage(view: InboxView) {
  const words = useWords()
  const { person, docketBase, addresses } = useFrame()
  const { counts, filter, items, page } = view
  return (
    <Desk title={words.t('docket.title')} section="docket" script={addresses.dates}>
      {view.decided === null ? null : <Done text={decidedText(view.decided)} />}
      <header class="ink-head">
        <p class="issuer-line">{words.t('docket.title')}</p>
        <h1 class="song">
          {counts.all === 0
            ? words.t('docket.nothing')
            : words.t('docket.heading', { unit: person?.unitName ?? '', n: words.number(counts.all) })}
        </h1>
        {view.climbsOn === null ? null : (
          <p class="note">{words.t('docket.climbs', { date: words.date(view.climbsOn) })}</p>
        )}
      </header>
      <ProblemBox />
      <nav class="chips" aria-label={words.t('docket.filters')}>
        {inboxFilters.map((name) => (
          <Link
            href={`${docketBase}${queryOf({ filter: name === 'all' ? undefined : name })}`}
            current={name === filter}
          >
            {`${words.t(`docket.filter.${name}`)} ${words.number(counts[name])}`}
          </Link>
        ))}
        <Link href={`${docketBase}/decided`}>{words.t('nav.decided')}</Link>
      </nav>
      {items.length === 0 ? (
        <p class="empty">{words.t('docket.empty')}</p>
      ) : (
        <Form action={`${docketBase}/preview`} class="docket">
          <div>
            <ul class="items">
              {items.map((item) => (
                <Item item={item} />
              ))}
            </ul>
            <Paging
              page={page}
              total={counts[filter]}
              hrefOf={(to) =>
                `${docketBase}${queryOf({ filter: filter === 'all' ? undefined : filter, page: to })}`
              }
            />
          </div>
          <div class="decision-panel">
            <h2>{words.t('docket.forChosen')}</h2>
            <DecisionChoices offered={view.offered} />
            <p class="form-end">
              <Button kind="ink">{words.t('docket.preview')}</Button>
            </p>
          </div>
          <div class="decide-bar">
            <Button kind="ink" name="choose" value="1">
              {words.t('docket.decideChosen')}
            </Button>
          </div>
        </Form>
      )}
    </Desk>
  )

  function decidedText({ n, passedOver }: { n: number; passedOver: number }): string {
    const done = words.t('docket.decided', { n: words.number(n) })
    return passedOver === 0
      ? done
      : words.line(done, words.t('docket.passedOver', { n: words.number(passedOver) }))
  }
}

function Item({ item }: { item: InboxItem }) {
  const words = useWords()
  const { typed, docketBase } = useFrame()
  const checked = typed?.all('item').includes(String(item.id)) === true
  return (
    <li>
      <label>
        <input type="checkbox" name="item" value={String(item.id)} {...(checked ? { checked: true } : {})} />
        <ItemFacts item={item} />
      </label>
      <Link href={`${docketBase}/items/${item.id}`} class="item-link">
        {words.t('docketItem.open')}
        <span class="hidden">{item.unitName}</span>
      </Link>
    </li>
  )
}
