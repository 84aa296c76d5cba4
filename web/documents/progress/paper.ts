import { noFigures, owed, reported, sumOf, type Place } from '../../../db/queries/progress/figures.ts'
import type { TargetProgress } from '../../../db/queries/progress/targets.ts'
import { dateIn } from '../../../domain/time.ts'
import type { MessageKey } from '../../../messages/index.ts'
import type { Words } from '../../words.ts'
import type { Block, Paper, PaperTable } from '../paper.ts'
import { overall } from './overall.ts'
import { figureColumns, figureLines, figureText, placeName } from './table.ts'
import type { ProgressView } from './view.ts'

/** The circular on progress in words and tables. */
export function progressPaper(words: Words, view: ProgressView): Paper {
  const { progress, options, issuer } = view
  const date = dateIn(progress.head.zone, progress.asOf)
  return {
    language: words.language,
    issuer,
    number:
      options.number === '' ? words.t('progress.blankNumber', { year: date.slice(0, 4) }) : options.number,
    title: words.t('progress.title', { title: inner(words, progress.head.title) }),
    to: words.t('progress.to', { to: options.to === '' ? words.t('progress.defaultTo') : options.to }),
    blocks: blocksOf(words, view),
    signature: issuer,
    date: words.fullDate(date),
  }
}

/** Within title marks stand the single ones. */
function inner(words: Words, title: string): string {
  if (words.language === 'en') return title.replaceAll('“', '‘').replaceAll('”', '’')
  return title.replaceAll('《', '〈').replaceAll('》', '〉')
}

interface Section {
  heading: MessageKey
  blocks: Block[]
}

function blocksOf(words: Words, view: ProgressView): Block[] {
  const sections = [
    { heading: 'progress.overall' as const, blocks: overall(words, view).map(paragraph) },
    { heading: 'progress.places' as const, blocks: tables(words, view) },
    ...(view.current.duty === 'report' ? [first(words, view)] : []),
    named(words, view),
  ]
  return [
    paragraph(opening(words, view)),
    ...(view.options.intro === '' ? [] : view.options.intro.split(/\n+/).map(paragraph)),
    ...sections.flatMap(({ heading, blocks }, index) => [
      { kind: 'heading' as const, text: `${ordinal(words, index)}${words.t(heading)}` },
      ...blocks,
    ]),
    paragraph(closing(words, view)),
  ]
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', text })

const ordinals = [
  'progress.ordinal.1',
  'progress.ordinal.2',
  'progress.ordinal.3',
  'progress.ordinal.4',
] as const
const ordinal = (words: Words, index: number): string => {
  const key = ordinals[index]
  return key === undefined ? '' : words.t(key)
}

function opening(words: Words, { progress }: ProgressView): string {
  const { head, asOf, places } = progress
  const units = words.number(sumOf(places, 'ack').counts.total)
  const facts = {
    date: words.fullDate(head.issuedOn),
    issuer: head.issuerName,
    title: inner(words, head.title),
    number: head.number,
    units,
    instant: words.instant(asOf),
  }
  const text = words.t(head.number === '' ? 'progress.opening' : 'progress.openingNumbered', facts)
  if (head.endedAt === null) return text
  const ended = words.t('progress.openingEnded', { instant: words.instant(head.endedAt) })
  return words.language === 'en' ? `${text} ${ended}` : text + ended
}

function tables(words: Words, view: ProgressView): Block[] {
  const targets = view.progress.targets.filter(({ milestoneId }) => milestoneId === view.current.milestoneId)
  return [
    { kind: 'table', ...placeTable(words, view) },
    ...(targets.length === 0 ? [] : [{ kind: 'table' as const, ...targetTable(words, view, targets) }]),
  ]
}

function placeTable(words: Words, { progress, current }: ProgressView): PaperTable {
  const columns = figureColumns(current)
  const { lines, sum } = figureLines(words, progress, current)
  const texts = (figures: readonly (number | null)[]): string[] =>
    columns.map((column, index) => figureText(words, column, figures[index] ?? null))
  const what = current.duty === 'acknowledge' ? words.t('duty.acknowledge') : current.what
  return {
    caption: words.t('progress.table', { what }),
    columns: [
      { label: words.t('progress.place'), share: 3.2, number: false },
      ...columns.map(({ label, rate }) => ({ label: words.t(label), share: rate ? 1.4 : 1.1, number: true })),
    ],
    rows: lines.map(({ name, figures }) => [name, ...texts(figures)]),
    sum: [words.t('progress.sum'), ...texts(sum)],
  }
}

function targetTable(
  words: Words,
  { progress }: ProgressView,
  targets: readonly TargetProgress[],
): PaperTable {
  const rows = progress.places.map((place) => [
    placeName(words, place, progress.rootId),
    ...targets.map((target) => words.number(sumAt(target, place, progress.places))),
  ])
  return {
    caption: words.t('progress.tableTargets'),
    columns: [
      { label: words.t('progress.place'), share: 2, number: false },
      ...targets.map(({ name, measure }) => ({
        label: measure === '' ? name : words.t('progress.measured', { name, measure }),
        share: 1.5,
        number: true,
      })),
    ],
    rows,
    sum: [words.t('progress.sum'), ...targets.map(({ sum }) => words.number(sum))],
  }
}

/** What stands alone is summed with its kind. */
function sumAt(target: TargetProgress, place: Place, places: readonly Place[]): number {
  const named = new Set(places.map(({ unitId }) => unitId))
  return target.places
    .filter(({ unitId, type }) =>
      place.unitId === null ? !named.has(unitId) && type === place.type : unitId === place.unitId,
    )
    .reduce((sum, one) => sum + one.sum, 0)
}

function first(words: Words, { progress, current, first: units }: ProgressView): Section {
  const dated = current.kind === 'dated'
  const complete = progress.places.filter((place) => {
    const figures = place.duties.get(current.key) ?? noFigures()
    return owed(figures) > 0 && (dated ? figures.inTime : reported(figures)) === owed(figures)
  })
  const names = complete
    .map((place) => placeName(words, place, progress.rootId))
    .join(words.t('progress.comma'))
  const list = units
    .map(({ name, at }) => words.t('progress.firstUnit', { name, instant: words.instant(at) }))
    .join(words.t('progress.comma'))
  return {
    heading: 'progress.first',
    blocks: [
      complete.length === 0
        ? words.t('progress.completeNone')
        : words.t(dated ? 'progress.complete' : 'progress.completeOpen', {
            n: words.number(complete.length),
            names,
          }),
      ...(units.length === 0
        ? []
        : [
            words.t(dated ? 'progress.firstUnits' : 'progress.firstUnitsOpen', {
              n: words.number(units.length),
              names: list,
            }),
          ]),
    ].map(paragraph),
  }
}

function named(words: Words, view: ProgressView): Section {
  const acknowledging = view.current.duty === 'acknowledge'
  return {
    heading: acknowledging ? 'progress.namedAcknowledge' : 'progress.named',
    blocks: [paragraph(namedText(words, view, acknowledging))],
  }
}

function namedText(
  words: Words,
  { named: { units, total }, options, escalated }: ProgressView,
  ack: boolean,
): string {
  if (total === 0) return words.t('progress.namedNone')
  const comma = words.t('progress.comma')
  if (options.names === 'no') {
    const places = escalated.map(({ name, n }) =>
      words.t('progress.namedPlace', { name, n: words.number(n) }),
    )
    return words.t('progress.namedPlaces', { places: places.join(comma) })
  }
  const names = units.map(({ name, parentName }) =>
    parentName === null ? name : words.t('progress.namedUnit', { name, parent: parentName }),
  )
  const facts = { n: words.number(total), names: names.join(comma) }
  if (total <= units.length)
    return words.t(ack ? 'progress.namedAcknowledgeUnits' : 'progress.namedUnits', facts)
  return words.t(ack ? 'progress.namedAcknowledgeUnitsMore' : 'progress.namedUnitsMore', {
    ...facts,
    shown: words.number(units.length),
  })
}

function closing(words: Words, { progress, contact }: ProgressView): string {
  const open = progress.head.duties.some(({ key, duty }) => {
    const { counts } = sumOf(progress.places, key)
    const unacknowledged = counts.unacknowledged + counts.overdue + counts.returned
    return unacknowledged + (duty === 'report' ? counts.acknowledged : 0) > 0
  })
  const text = words.t(open ? 'progress.closing' : 'progress.closingDone')
  if (contact === '') return text
  const ask = words.t('progress.ask', { whom: contact })
  return words.language === 'en' ? `${text} ${ask}` : text + ask
}
