/** A paper in official form: what a page shows and a DOCX prints, in the words of one language. */
export interface Paper {
  language: 'zh-CN' | 'en'
  issuer: string
  /** '' where it has none. */
  number: string
  title: string
  to: string
  blocks: Block[]
  signature: string
  date: string
}

export type Block =
  { kind: 'heading'; text: string } | { kind: 'paragraph'; text: string } | ({ kind: 'table' } & PaperTable)

export interface PaperTable {
  caption: string
  columns: PaperColumn[]
  rows: string[][]
  /** The last row, set apart. */
  sum: string[] | null
}

export interface PaperColumn {
  label: string
  /** How wide, against the other columns. */
  share: number
  number: boolean
}
