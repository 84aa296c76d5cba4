/** A text that a spreadsheet would calculate, also where quotation marks or blanks stand before it. */
const calculated = /^'*\s*[=+\-@\t\r＝＋－＠]/
/** A number with its sign, or a telephone number with its country code: no more than digits and what joins them. */
const harmless = /^\s*[+-][\d\s()-]*$/

/** A text as a cell of a CSV file: what a spreadsheet would run is marked as text with a quotation mark. */
export function neutral(text: string): string {
  return calculated.test(text) && !harmless.test(text) ? `'${text}` : text
}

/** What a cell of a CSV file says: `neutral` undone. */
export function asWritten(cell: string): string {
  return cell.startsWith("'") && neutral(cell.slice(1)) === cell ? cell.slice(1) : cell
}
