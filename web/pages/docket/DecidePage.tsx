import type { InboxItem } from '../../../db/queries/docketInbox.ts'
import type { LocalDate } from '../../../domain/time.ts'
import type { Decision } from '../../../operations/docket/decideItems.ts'
import type { DecisionPreview } from '../../../operations/docket/previewDecision.ts'
import { Button } from '../../components/Button.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Facts } from '../../components/Receipt.tsx'
import { Desk } from '../../components/Shell.tsx'
import { useFrame, useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'
import { DecisionChoices } from './DecisionChoices.tsx'
import { ItemFacts } from './ItemFacts.tsx'

export interface DecideView {
  items: InboxItem[]
  offered: LocalDate
  /** What will happen; null while nothing has been chosen, or what was chosen was refused. */
  preview: { decision: Decision; toCode: string; result: DecisionPreview } | null
}

/** Before deciding: what it will do. Nothing has happened until the last button. */
export function DecidePage(view: DecideView) {
  const words = useWords()
  const { docketBase, addresses } = useFrame()
  const title = words.t('docket.forThese', { n: words.number(view.items.length) })
  return (
    <Desk title={title} section="docket" script={addresses.dates}>
      <Link href={docketBase} class="back">{`‹ ${words.t('docket.back')}`}</Link>
      <header class="ink-head">
        <h1 class="song">{title}</h1>
      </header>
      <ProblemBox />
      <div class="docket">
        <ul class="items">
          {view.items.map((item) => (
            <li>
              <ItemFacts item={item} />
            </li>
          ))}
        </ul>
        <div class="decision-panel always">
          {view.preview === null ? (
            <Choose view={view} />
          ) : (
            <WhatHappens items={view.items} preview={view.preview} />
          )}
        </div>
      </div>
    </Desk>
  )
}

function Ids({ items }: { items: readonly InboxItem[] }) {
  return (
    <>
      {items.map(({ id }) => (
        <input type="hidden" name="item" value={String(id)} />
      ))}
    </>
  )
}

function Choose({ view }: { view: DecideView }) {
  const words = useWords()
  const { docketBase } = useFrame()
  return (
    <Form action={`${docketBase}/preview`}>
      <Ids items={view.items} />
      <DecisionChoices offered={view.offered} />
      <p class="form-end">
        <Button kind="ink">{words.t('docket.preview')}</Button>
      </p>
    </Form>
  )
}

function WhatHappens({
  items,
  preview,
}: {
  items: readonly InboxItem[]
  preview: NonNullable<DecideView['preview']>
}) {
  const words = useWords()
  const { docketBase } = useFrame()
  const { decision, result, toCode } = preview
  return (
    <>
      <h2>{words.t(`choice.${decision.kind}`)}</h2>
      {decision.reason === '' ? null : (
        <p class="pre ink2">{words.t('report.quote', { text: decision.reason })}</p>
      )}
      <p class="note">
        <strong>{words.t('docket.willBe')}</strong> {words.t('docket.notYet')}
      </p>
      <Facts facts={consequences(words, preview, toCode)} />
      <Form action={`${docketBase}/decide`}>
        <Ids items={items} />
        <Chosen />
        <p class="form-end buttons">
          <Button kind="ink">
            {words.t(`choice.${decision.kind}.do`, { n: words.number(result.decided) })}
          </Button>
          <Button kind="text" formaction={`${docketBase}/preview`} name="choose" value="1">
            {words.t('docket.change')}
          </Button>
        </p>
      </Form>
    </>
  )
}

/** The decision once more, so that the last button sends what was looked at. */
function Chosen() {
  const { typed } = useFrame()
  const names = ['kind', 'reason', 'dueOn', 'until', 'toCode']
  return (
    <>
      {names.map((name) => (
        <input type="hidden" name={name} value={typed?.one(name) ?? ''} />
      ))}
    </>
  )
}

function consequences(
  words: Words,
  { decision, result }: NonNullable<DecideView['preview']>,
  toCode: string,
): [string, string][] {
  const n = words.number(result.decided)
  const changed = (): string => {
    switch (decision.kind) {
      case 'extend':
        return words.t('effect.extend', { n, due: words.due(decision.dueOn) })
      case 'hand_over':
        return words.t('effect.hand_over', { n, unit: toCode })
      case 'snooze':
        return words.t('effect.snooze', { n, date: words.date(decision.until) })
      case 'urge':
      case 'waive':
      case 'acknowledge':
        return words.t(`effect.${decision.kind}`, { n })
    }
  }
  return [
    [words.t('effect.changes'), changed()],
    ...(result.passedOver === 0
      ? []
      : [
          [
            words.t('effect.unchanged'),
            words.t('effect.passedOver', { n: words.number(result.passedOver) }),
          ] satisfies [string, string],
        ]),
    [
      words.t('effect.mails'),
      result.mails === 0
        ? words.t('effect.noMails')
        : words.t('effect.someMails', { n: words.number(result.mails) }),
    ],
    [
      words.t('effect.list'),
      words.line(
        words.t('effect.from', {
          before: words.number(result.itemsBefore),
          after: words.number(result.itemsAfter),
        }),
        result.climbsOn === null ? null : words.t('effect.climbs', { date: words.date(result.climbsOn) }),
      ),
    ],
  ]
}
