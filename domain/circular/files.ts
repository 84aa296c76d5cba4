import type { CircularDraft } from './draft.ts'
import { parseCircular, type ParseOptions } from './parse.ts'

export interface CircularFile {
  name: string
  text: string
}

/** Where in the text of a draft the text of a file begins and ends. */
export interface FilePlace {
  name: string
  start: number
  end: number
}

const BETWEEN = '\n\n\n\n'

/**
 * The draft of a circular and its annexes. They are read as one text, the circular first, so that spans stay places
 * in one text; `files` says where in it each file is.
 */
export function draftFromFiles(
  files: CircularFile[],
  options: ParseOptions = {},
): CircularDraft & { files: FilePlace[] } {
  const ordered = circularFirst(files)
  const places: FilePlace[] = []
  let text = ''
  for (const { name, text: words } of ordered) {
    if (text !== '') text += BETWEEN
    places.push({ name, start: text.length, end: text.length + words.length })
    text += words
  }
  return { ...parseCircular(text, options), files: places }
}

/** The circular is the file that names whom it is addressed to, and has a number or a date; else the first one. */
function circularFirst(files: CircularFile[]): CircularFile[] {
  if (files.length < 2) return files
  const main = files.find(({ text }) => {
    const { recipients, documentNumber, issuedOn } = parseCircular(text)
    return recipients.length > 0 && (documentNumber !== null || issuedOn !== null)
  })
  return main === undefined ? files : [main, ...files.filter((file) => file !== main)]
}
