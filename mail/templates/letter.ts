import type { Language } from '../../messages/index.ts'

export interface Button {
  label: string
  url: string
}

/** The number at the left of a row. `sentence` says the same in plain text; all parts occur in it. */
export interface Figure {
  sentence: string
  above: string
  /** Set large; null where only a sentence tells it. */
  big: string | null
  below: string
  late: boolean
}

/** One thing that the mail is about. */
export interface Row {
  figure: Figure | null
  title: string
  lines: string[]
  button: Button | null
}

/** A line of the foot; with a link, the address follows in full, to be copied. */
export interface FootLine {
  text: string
  url: string | null
}

/** What a mail says before it is set as HTML or as plain text, so that the two cannot differ. */
export interface Letter {
  language: Language
  subject: string
  issuerName: string
  heading: string
  asOf: string
  /** What goes before the rows; `quote` is somebody's own words. */
  opening: { text: string; quote: boolean }[]
  rows: Row[]
  closing: string[]
  /** The one button of a mail whose rows have none. */
  action: Button | null
  foot: FootLine[][]
}
