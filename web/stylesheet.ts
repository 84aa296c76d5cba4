import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** In the order in which they are read: what comes later may refine what came before. */
const files = [
  'tokens.css',
  'base.css',
  'forms.css',
  'shell.css',
  'states.css',
  'unit.css',
  'tables.css',
  'board.css',
  'notice.css',
  'docket.css',
  'print.css',
]

/** All of Duban's styles as one file whose address changes with its content, so that it may be kept for ever. */
export interface Stylesheet {
  address: string
  text: string
  etag: string
}

export function loadStylesheet(): Stylesheet {
  const text = files
    .map((file) => readFileSync(new URL(`./styles/${file}`, import.meta.url), 'utf8'))
    .join('\n')
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return { address: `/styles/${hash}.css`, text, etag: `"${hash}"` }
}
