import { noFigures, owed, reported, sumOf, type Figures } from '../../../db/queries/progress/figures.ts'
import type { OwingUnit } from '../../../db/queries/progress/lists.ts'
import type { Progress } from '../../../db/queries/progress/progress.ts'
import type { CampaignDuty } from '../../../db/queries/campaignHead.ts'
import type { Words } from '../../words.ts'
import type { Cell, WorkbookSheet } from '../workbook.ts'
import { placeName } from './table.ts'

const text = (value: string | null): Cell => ({ kind: 'text', value })
const number = (value: number | null): Cell => ({ kind: 'number', value })
const rate = (n: number, of: number): Cell => number(of === 0 ? null : Math.round((1000 * n) / of) / 10)

/** The circular as a workbook: totals, districts, who has not answered, figures. */
export function progressSheets(
  words: Words,
  progress: Progress,
  owing: { units: OwingUnit[]; total: number },
): WorkbookSheet[] {
  return [
    totals(words, progress),
    byPlace(words, progress),
    owingSheet(words, progress, owing),
    targets(words, progress),
  ]
}

const figureHeadings = [
  'progress.units',
  'progress.acknowledgedShort',
  'progress.owed',
  'progress.reportedShort',
  'progress.column.reportedRate',
  'progress.inTime',
  'progress.late',
  'progress.accepted',
  'progress.submitted',
  'progress.returned',
  'progress.overdue',
  'progress.waivedShort',
] as const

/** Nothing is reported to an acknowledgement: who has acknowledged has done it. */
function figureCells({ duty }: CampaignDuty, figures: Figures): Cell[] {
  const { counts } = figures
  const done = duty === 'report' ? reported(figures) : figures.acknowledged
  return [
    number(counts.total),
    number(figures.acknowledged),
    number(owed(figures)),
    number(done),
    rate(done, owed(figures)),
    number(figures.inTime),
    number(figures.late),
    number(counts.accepted),
    number(counts.submitted),
    number(counts.returned),
    number(counts.overdue),
    number(counts.waived),
  ]
}

function dutyText(words: Words, duty: CampaignDuty): string {
  return duty.duty === 'acknowledge' ? words.t('duty.acknowledge') : `${words.mark(duty.ordinal)}${duty.what}`
}

function totals(words: Words, { head, places, asOf }: Progress): WorkbookSheet {
  return {
    name: words.t('progress.sheet.total'),
    note: words.line(head.title, head.number, words.t('progress.asOf', { instant: words.instant(asOf) })),
    headings: [
      words.t('progress.column.duty'),
      words.t('progress.column.due'),
      ...figureHeadings.map((key) => words.t(key)),
    ],
    widths: [30, 12, ...figureHeadings.map(() => 10)],
    rows: head.duties.map((duty) => [
      text(dutyText(words, duty)),
      { kind: 'date', value: duty.dueOn },
      ...figureCells(duty, sumOf(places, duty.key)),
    ]),
  }
}

function byPlace(words: Words, { head, places, rootId }: Progress): WorkbookSheet {
  return {
    name: words.t('progress.sheet.places'),
    note: null,
    headings: [
      words.t('progress.column.duty'),
      words.t('progress.place'),
      ...figureHeadings.map((key) => words.t(key)),
    ],
    widths: [30, 20, ...figureHeadings.map(() => 10)],
    rows: head.duties.flatMap((duty) =>
      places.map((place) => [
        text(dutyText(words, duty)),
        text(placeName(words, place, rootId)),
        ...figureCells(duty, place.duties.get(duty.key) ?? noFigures()),
      ]),
    ),
  }
}

function owingSheet(
  words: Words,
  { head }: Progress,
  { units, total }: { units: OwingUnit[]; total: number },
): WorkbookSheet {
  const what = new Map(head.duties.map((duty) => [duty.key, dutyText(words, duty)]))
  const cut = { n: words.number(units.length), total: words.number(total) }
  return {
    name: words.t('progress.sheet.owing'),
    note: units.length < total ? words.t('progress.cut', cut) : null,
    headings: [
      words.t('progress.column.duty'),
      words.t('progress.column.code'),
      words.t('progress.column.unit'),
      words.t('progress.column.parent'),
      words.t('progress.column.state'),
      words.t('progress.column.due'),
      words.t('progress.column.acknowledgedAt'),
      words.t('progress.column.reminders'),
      words.t('progress.column.level'),
      words.t('progress.column.contact'),
      words.t('progress.column.telephone'),
      words.t('progress.column.email'),
    ],
    widths: [30, 18, 24, 20, 10, 12, 17, 10, 10, 12, 18, 26],
    rows: units.map((unit) => [
      text(what.get(unit.key) ?? ''),
      text(unit.code),
      text(unit.name),
      text(unit.parentName),
      text(words.t(`state.${unit.state}`)),
      { kind: 'date', value: unit.dueOn },
      { kind: 'instant', value: unit.acknowledgedAt },
      number(unit.reminders),
      number(unit.level),
      text(unit.contactName),
      text(unit.telephone),
      text(unit.email),
    ]),
  }
}

function targets(words: Words, progress: Progress): WorkbookSheet {
  return {
    name: words.t('progress.sheet.targets'),
    note: null,
    headings: [
      words.t('progress.column.target'),
      words.t('progress.place'),
      words.t('progress.column.sum'),
      words.t('progress.column.measure'),
      words.t('progress.column.aim'),
      words.t('progress.column.doneRate'),
    ],
    widths: [24, 20, 14, 10, 14, 10],
    rows: progress.targets.flatMap(({ name, measure, total, sum, places }) => [
      [
        text(name),
        text(words.t('progress.sum')),
        number(sum),
        text(measure),
        number(total),
        total === null ? number(null) : rate(sum, total),
      ],
      ...places.map((place) => [
        text(name),
        text(place.name),
        number(place.sum),
        text(measure),
        number(null),
        number(null),
      ]),
    ]),
  }
}
