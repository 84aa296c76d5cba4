import { readFileSync } from 'node:fs'
import { assetOf, type Asset } from './asset.ts'

/** In the order in which they are read: what comes later may refine what came before. */
const desk = [
  'tokens.css',
  'base.css',
  'forms.css',
  'shell.css',
  'states.css',
  'unit.css',
  'tables.css',
  'board.css',
  'notice.css',
  'circular.css',
  'docket.css',
  'progress.css',
  'print.css',
]

/** What a unit's own pages need, and no more: they are opened on slow phones. */
const phone = ['tokens.css', 'base.css', 'forms.css', 'states.css', 'notice.css', 'unit.css', 'print.css']

/** Duban's styles, each kind of page with one file. */
export interface Stylesheets {
  desk: Asset
  phone: Asset
}

export function loadStylesheets(): Stylesheets {
  return { desk: joined(desk), phone: joined(phone) }
}

function joined(files: readonly string[]): Asset {
  const text = files
    .map((file) => readFileSync(new URL(`./styles/${file}`, import.meta.url), 'utf8'))
    .join('\n')
  return assetOf(text, { folder: 'styles', ending: 'css', type: 'text/css; charset=utf-8' })
}
