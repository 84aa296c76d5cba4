import type { CampaignDuty, CampaignHead } from '../../../db/queries/campaignHead.ts'
import type { NamedUnit } from '../../../db/queries/unitList.ts'
import type { FieldProblem } from '../../../domain/problem.ts'
import type { LocalDate } from '../../../domain/time.ts'
import type { UnitAction, UnitActionPreview } from '../../../operations/campaign/actOnUnits.ts'
import { Button } from '../../components/Button.tsx'
import { CampaignHeader } from '../../components/CampaignHeader.tsx'
import { TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Facts } from '../../components/Receipt.tsx'
import { Desk } from '../../components/Shell.tsx'
import { useFrame, useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'
import { dutyName } from '../momentText.ts'
import { ActChoices } from './ActChoices.tsx'
import { unitsAddress, type UnitFilter } from './addresses.ts'
import { FilterFields } from './FilterFields.tsx'

export interface ActView {
  head: CampaignHead
  current: CampaignDuty
  /** Where the units were chosen, to go back to. */
  filter: UnitFilter
  unitIds: readonly number[]
  /** Chosen beforehand by the way that led here. */
  kind: UnitAction['kind'] | null
  offered: LocalDate
  /** What will happen; null while nothing has been chosen, or what was chosen was refused. */
  preview: { action: UnitAction; result: UnitActionPreview } | null
  /** About the new date: a day off, a year whose holidays are not announced. */
  warnings: readonly FieldProblem[]
}

/** Something for many units at once: first what it will do, and to whom by name. Nothing has happened until then. */
export function ActPage(view: ActView) {
  const words = useWords()
  const { addresses } = useFrame()
  const { head, current, filter, unitIds } = view
  const title = words.t('act.title', { n: words.number(unitIds.length) })
  return (
    <Desk title={title} section="notices" script={addresses.dates}>
      <CampaignHeader head={head} inner />
      <Link href={unitsAddress(head.id, filter)} class="back">{`‹ ${words.t('act.back')}`}</Link>
      <div class="page-head">
        <h1>{title}</h1>
        <span class="note">{dutyName(words, current)}</span>
      </div>
      <ProblemBox />
      {view.preview === null ? <Choose view={view} /> : <WhatHappens view={view} preview={view.preview} />}
    </Desk>
  )
}

/** The units and where they were chosen, so that the next page is about the same ones. */
function Same({ view: { filter, unitIds } }: { view: ActView }) {
  const { typed } = useFrame()
  return (
    <>
      <FilterFields filter={filter} />
      {unitIds.length === 0 ? (
        <input type="hidden" name="scope" value={typed?.one('scope') ?? ''} />
      ) : (
        <input type="hidden" name="unitIds" value={unitIds.join(',')} />
      )}
    </>
  )
}

function Choose({ view }: { view: ActView }) {
  const words = useWords()
  return (
    <Form action={`/campaigns/${view.head.id}/act/preview`} class="act-panel">
      <Same view={view} />
      {view.unitIds.length > 0 ? null : (
        <TextField
          name="units"
          label={words.t('command.units')}
          hint={words.t('command.unitsHint')}
          max={20000}
        />
      )}
      <ActChoices kind={view.kind} offered={view.offered} zone={view.head.zone} />
      <p class="form-end">
        <Button kind="ink">{words.t('act.preview')}</Button>
      </p>
    </Form>
  )
}

function WhatHappens({ view, preview }: { view: ActView; preview: NonNullable<ActView['preview']> }) {
  const words = useWords()
  const { action, result } = preview
  const base = `/campaigns/${view.head.id}/act`
  return (
    <div class="columns even">
      <section class="act-panel">
        <h2>{summary(words, preview)}</h2>
        {action.reason === '' ? null : (
          <p class="pre ink2">{words.t('report.quote', { text: action.reason })}</p>
        )}
        <p class="note">
          <strong>{words.t('docket.willBe')}</strong> {words.t('docket.notYet')}
        </p>
        <Facts facts={consequences(words, preview)} />
        {view.warnings.map((warning) => (
          <p class="warning">{words.problem(warning)}</p>
        ))}
        <Form action={base}>
          <Same view={view} />
          <Chosen />
          <p class="form-end buttons">
            <Button kind="ink">
              {words.t(`act.${action.kind}.do`, { n: words.number(result.units.length) })}
            </Button>
            <Button kind="text" formaction={`${base}/preview`} name="choose" value="1">
              {words.t('docket.change')}
            </Button>
          </p>
        </Form>
      </section>
      <section class="section first">
        <Names title={words.t('act.whom', { n: words.number(result.units.length) })} units={result.units} />
        {result.remindedToday.length === 0 ? null : (
          <Names
            title={words.t('act.leftOut', { n: words.number(result.remindedToday.length) })}
            units={result.remindedToday}
          />
        )}
      </section>
    </div>
  )
}

/** What was chosen once more, so that the last button sends what was looked at. */
function Chosen() {
  const { typed } = useFrame()
  return (
    <>
      {['kind', 'reason', 'dueOn'].map((name) => (
        <input type="hidden" name={name} value={typed?.one(name) ?? ''} />
      ))}
    </>
  )
}

/** `12 家改到5月20日：12 封信，3 项离开督办清单` */
function summary(words: Words, { action, result }: NonNullable<ActView['preview']>): string {
  const left = result.itemsBefore - result.itemsAfter
  const facts = {
    n: words.number(result.units.length),
    date: action.kind === 'extend' ? words.shortDate(action.dueOn) : '',
  }
  return words.t('act.sum', {
    what: words.t(`act.${action.kind}.sum`, facts),
    mails: words.t('act.mails', { n: words.number(result.mails) }),
    items: left === 0 ? words.t('act.noItems') : words.t('act.items', { n: words.number(left) }),
  })
}

function consequences(words: Words, { action, result }: NonNullable<ActView['preview']>): [string, string][] {
  const n = words.number(result.units.length)
  const unreached = result.units.filter(({ email }) => email === null).length
  const changed =
    action.kind === 'extend'
      ? words.t('effect.extend', { n, due: words.due(action.dueOn) })
      : words.t(`act.${action.kind}.effect`, { n })
  const unchanged = words.line(
    result.remindedToday.length === 0
      ? null
      : words.t('act.reminded', { n: words.number(result.remindedToday.length) }),
    result.unchanged === 0 ? null : words.t('act.unchanged', { n: words.number(result.unchanged) }),
  )
  const facts: [string, string][] = [
    [words.t('effect.changes'), changed],
    [words.t('effect.unchanged'), unchanged],
    [
      words.t('effect.mails'),
      words.line(
        words.t(action.kind === 'chase' ? 'act.mailsHeld' : 'effect.someMails', {
          n: words.number(result.mails),
        }),
        unreached === 0 ? null : words.t('act.unreached', { n: words.number(unreached) }),
      ),
    ],
    [
      words.t('nav.docket'),
      result.itemsBefore === result.itemsAfter
        ? words.t('act.itemsStay', { n: words.number(result.itemsBefore) })
        : words.t('effect.from', {
            before: words.number(result.itemsBefore),
            after: words.number(result.itemsAfter),
          }),
    ],
  ]
  return facts.filter(([, text]) => text !== '')
}

/** So many names stand open; more are a click away. */
const OPEN_NAMES = 300

function Names({ title, units }: { title: string; units: readonly NamedUnit[] }) {
  return (
    <details {...(units.length <= OPEN_NAMES ? { open: true } : {})}>
      <summary>{title}</summary>
      <ul class="names">
        {units.map((unit) => (
          <li>
            <Name unit={unit} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function Name({ unit }: { unit: NamedUnit }) {
  const words = useWords()
  return (
    <>
      <span>{unit.name}</span> <span class="note">{words.line(unit.parentName, unit.contactName)}</span>
      {unit.email === null ? <span class="t-returned">{` ${words.t('units.reach.none')}`}</span> : null}
    </>
  )
}
