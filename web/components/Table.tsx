import type { ComponentChildren } from 'preact'
import { useWords } from '../frame.ts'
import { Link } from './Link.tsx'

export interface Column<Row> {
  label: string
  /** The heading is heard and not seen: the cells say themselves what they are. */
  unseen?: boolean
  /** Right-aligned. */
  number?: boolean
  cell(row: Row): ComponentChildren
}

interface TableProps<Row> {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** What is true when there are no rows, and what comes then. */
  empty: string
}

/** Rows of facts. A narrow screen shows each row as a block whose cells carry their headings. */
export function Table<Row>({ caption, columns, rows, empty }: TableProps<Row>) {
  if (rows.length === 0) return <p class="empty">{empty}</p>
  return (
    <table class="table">
      <caption class="hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" {...(column.number === true ? { class: 'num' } : {})}>
              {column.unseen === true ? <span class="hidden">{column.label}</span> : column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {columns.map((column) => (
              <td
                data-label={column.unseen === true ? '' : column.label}
                {...(column.number === true ? { class: 'num' } : {})}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** How many rows a page of a list holds. */
export const PAGE_SIZE = 100

/** @param hrefOf the address of a page, counted from 1 */
export function Paging({
  page,
  total,
  hrefOf,
}: {
  page: number
  total: number
  hrefOf(page: number): string
}) {
  const words = useWords()
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE))
  if (pages === 1) return null
  const from = (page - 1) * PAGE_SIZE + 1
  return (
    <nav class="paging" aria-label={words.t('paging.label')}>
      <span>
        {words.t('paging.range', {
          from: words.number(from),
          to: words.number(Math.min(total, page * PAGE_SIZE)),
          total: words.number(total),
        })}
      </span>
      {page > 1 ? <Link href={hrefOf(page - 1)}>{words.t('paging.previous')}</Link> : null}
      {page < pages ? <Link href={hrefOf(page + 1)}>{words.t('paging.next')}</Link> : null}
    </nav>
  )
}
