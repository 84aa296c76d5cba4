import { ISSUER } from './offices.ts'
import type { Page, Reading } from './page.ts'
import { wordsAt } from './page.ts'

/** The offices of a line; blanks part several of them. */
export function officesIn(page: Page, start: number, end: number): Reading<string>[] {
  const words = page.tight.text.slice(start, end)
  const joined = /^(?:关于|转发|附件|抄送)/.test(words) ? [] : splitByCommas(words)
  if (joined.length > 1)
    return joined.map(([head, tail]) => officeAt(page, page.tight.span(start + head, start + tail)))
  if (
    /^(?:附件?|抄送|关于|转发|联系|主题词|此[件页致]|特此)/.test(words) ||
    /[，。；:：、《》]/.test(words.replace(/\(.*?\)/g, ''))
  )
    return []
  const span = page.tight.span(start, end)
  const from = page.loose.indexOf(span[0])
  const loose = page.loose.text.slice(from, page.loose.indexOf(span[1]))
  const parts = [...loose.matchAll(/[^\s]+(?: [^\s]+)*?(?=\s{2,}|$|\t)|[^\s]+/g)]
  const split = splitByBlanks(
    loose,
    parts.map((match) => [match.index, match.index + match[0].length] as const),
  )
  if (split.length > 1)
    return split.map(([head, tail]) => officeAt(page, page.loose.span(from + head, from + tail)))
  const head =
    /^(?<office>[\u4e00-\u9fff]{2,20}?[局署处厅司会部院校])[局署处厅司会部院校]?(?:长|主任|主席)$/.exec(words)
      ?.groups?.['office']
  if (head !== undefined) return [officeAt(page, page.tight.span(start, start + head.length))]
  return ISSUER.test(words) ? [officeAt(page, span)] : []
}

/** "科技处、保卫处": pieces between commas, where each of them is an office by itself. */
function splitByCommas(words: string): (readonly [number, number])[] {
  const pieces = [...words.matchAll(/[^、]+/g)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  )
  return pieces.every(([head, tail]) => tail - head >= 3 && ISSUER.test(words.slice(head, tail)))
    ? pieces
    : []
}

/** Pieces between blanks, where each of them is an office by itself; else the line is one name. */
function splitByBlanks(loose: string, wide: (readonly [number, number])[]): (readonly [number, number])[] {
  const single = [...loose.matchAll(/\S+/g)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  )
  for (const pieces of [single, wide]) {
    const all = pieces.every(([head, tail]) => {
      const name = loose.slice(head, tail).replace(/\s/g, '')
      return name.length >= 3 && ISSUER.test(name)
    })
    if (all && pieces.length > 1) return pieces
  }
  return []
}

function officeAt(page: Page, span: readonly [number, number]): Reading<string> {
  return { value: wordsAt(page.raw, span).replace(/[（(](?:代章|盖章|章|印章|公章|代)[）)]$/, ''), span }
}
