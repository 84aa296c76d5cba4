import mammoth from 'mammoth'

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
}

/** The text of a DOCX: a line for each paragraph and for each row of a table, whose cells are parted by tabs. */
export async function docxText(bytes: Buffer): Promise<string> {
  const { value } = await mammoth.convertToHtml(
    { buffer: bytes },
    { convertImage: mammoth.images.imgElement(async () => ({ src: '' })), includeDefaultStyleMap: false },
  )
  return textOf(value)
}

/** Mammoth writes plain, well-formed markup, so that tags can be taken one by one. */
function textOf(html: string): string {
  let text = ''
  let cells = 0
  const counters: number[] = []
  for (const [token] of html.matchAll(/<[^>]*>|[^<]+/g)) {
    if (!token.startsWith('<'))
      text += token.replace(/&(?:amp|lt|gt|quot|nbsp|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    else if (/^<(?:td|th)\b/.test(token)) cells += 1
    else if (/^<\/(?:td|th)/.test(token)) {
      cells -= 1
      text = `${text.trimEnd()}\t`
    } else if (/^<\/tr/.test(token)) text = `${text.trimEnd()}\n`
    else if (/^<ol/.test(token)) counters.push(0)
    else if (/^<ul/.test(token)) counters.push(Number.NaN)
    else if (/^<\/[ou]l/.test(token)) counters.pop()
    else if (/^<li/.test(token)) text += numberFor(counters)
    else if (/^<(?:\/p|\/h[1-6]|br|\/li)/.test(token)) text += cells > 0 ? ' ' : '\n'
  }
  return text.replace(/\n{3,}/g, '\n\n').trim()
}

function numberFor(counters: number[]): string {
  const next = (counters.at(-1) ?? Number.NaN) + 1
  if (Number.isNaN(next)) return ''
  counters[counters.length - 1] = next
  return `${next}. `
}
