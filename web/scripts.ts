import { readFileSync } from 'node:fs'
import { assetOf, type Asset } from './asset.ts'

/** Scripts improve a page that works without them. Each is one small module, served as it is written. */
export interface Scripts {
  /** Keeps a report that is being written when the connection is lost; see scripts/unitReport.js. */
  unitReport: Asset
  /** Keeps a campaign's board up to date while it is open; see scripts/live.js. */
  live: Asset
  /** Keys for who works without a mouse; see scripts/keys.js. */
  keys: Asset
  /** Shows the words of a field in the circular beside it; see scripts/circular.js. */
  circular: Asset
  /** Says at once what speaks against a date; see scripts/dates.js. */
  dates: Asset
}

export function loadScripts(): Scripts {
  return {
    unitReport: script('unitReport.js'),
    live: script('live.js'),
    keys: script('keys.js'),
    circular: script('circular.js'),
    dates: script('dates.js'),
  }
}

function script(file: string): Asset {
  const text = readFileSync(new URL(`./scripts/${file}`, import.meta.url), 'utf8')
  return assetOf(text, { folder: 'scripts', ending: 'js', type: 'text/javascript; charset=utf-8' })
}
