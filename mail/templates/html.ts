/** Markup that is already safe. Only `markup` makes it. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Fit for text and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

type Part = string | number | null | Markup | readonly Markup[]

function markupOf(part: Part): string {
  if (part === null) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'object') return part.map(({ text }) => text).join('')
  return escapeHtml(String(part))
}

/**
 * A template whose values are escaped unless they are markup themselves. (Not called html, since prettier would
 * then fill the mails with white space.)
 */
export function markup(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  return new Markup(strings.reduce((whole, text, index) => whole + markupOf(parts[index - 1] ?? null) + text))
}

/** Text with its line breaks kept. */
export function withBreaks(text: string): Markup[] {
  return text.split(/\r?\n/).map((line, index) => (index === 0 ? markup`${line}` : markup`<br />${line}`))
}
