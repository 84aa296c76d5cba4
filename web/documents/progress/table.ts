import type { CampaignDuty } from '../../../db/queries/campaignHead.ts'
import {
  noFigures,
  owed,
  reported,
  sumOf,
  type Figures,
  type Place,
} from '../../../db/queries/progress/figures.ts'
import type { MessageKey } from '../../../messages/index.ts'
import type { Words } from '../../words.ts'

/** One figure of a row; a rate stands in hundredths, null where nothing is owed. */
export interface FigureColumn {
  label: MessageKey
  rate: boolean
  of(figures: Figures): number | null
}

const share = (n: number, of: number): number | null => (of === 0 ? null : (100 * n) / of)

const acknowledging: readonly FigureColumn[] = [
  { label: 'progress.units', rate: false, of: (row) => row.counts.total },
  { label: 'progress.acknowledgedShort', rate: false, of: (row) => row.acknowledged },
  {
    label: 'progress.acknowledgedRate',
    rate: true,
    of: (row) => share(row.acknowledged, row.counts.total),
  },
  { label: 'progress.inTime', rate: false, of: (row) => row.inTime },
  { label: 'progress.late', rate: false, of: (row) => row.late },
  { label: 'progress.overdue', rate: false, of: (row) => row.counts.overdue },
]

const reporting: readonly FigureColumn[] = [
  { label: 'progress.owed', rate: false, of: owed },
  { label: 'progress.acknowledgedShort', rate: false, of: (row) => row.acknowledged },
  { label: 'progress.reportedShort', rate: false, of: reported },
  { label: 'progress.rate', rate: true, of: (row) => share(reported(row), owed(row)) },
  { label: 'progress.inTime', rate: false, of: (row) => row.inTime },
  { label: 'progress.late', rate: false, of: (row) => row.late },
  { label: 'progress.accepted', rate: false, of: (row) => row.counts.accepted },
  { label: 'progress.submitted', rate: false, of: (row) => row.counts.submitted },
  { label: 'progress.returned', rate: false, of: (row) => row.counts.returned },
  { label: 'progress.overdue', rate: false, of: (row) => row.counts.overdue },
  { label: 'progress.waivedShort', rate: false, of: (row) => row.counts.waived },
]

export function figureColumns({ duty }: Pick<CampaignDuty, 'duty'>): readonly FigureColumn[] {
  return duty === 'acknowledge' ? acknowledging : reporting
}

/** What a place is called: its name, its kind, or that it is the unit itself from which one looks. */
export function placeName(words: Words, place: Place, rootId: number): string {
  if (place.name === null) return words.code('progress.kind', place.type)
  return place.unitId === rootId ? words.t('progress.own', { unit: place.name }) : place.name
}

export interface FigureLine {
  name: string
  unitId: number | null
  figures: (number | null)[]
}

/** A duty by district, with the sum of all. */
export function figureLines(
  words: Words,
  { places, rootId }: { places: readonly Place[]; rootId: number },
  duty: CampaignDuty,
): { lines: FigureLine[]; sum: (number | null)[] } {
  const columns = figureColumns(duty)
  const of = (figures: Figures): (number | null)[] => columns.map((column) => column.of(figures))
  return {
    lines: places.map((place) => ({
      name: placeName(words, place, rootId),
      unitId: place.unitId,
      figures: of(place.duties.get(duty.key) ?? noFigures()),
    })),
    sum: of(sumOf(places, duty.key)),
  }
}

/** `2,273`, `87.5%`, `·` */
export function figureText(words: Words, column: FigureColumn, figure: number | null): string {
  if (figure === null) return '·'
  return column.rate ? rateText(figure) : words.number(figure)
}

/** One place after the point, but none where it is all or nothing: what is not all must not read so. */
export function rateText(hundredths: number): string {
  if (hundredths === 0 || hundredths === 100) return `${hundredths}%`
  return `${Math.min(99.9, Math.max(0.1, hundredths)).toFixed(1)}%`
}
