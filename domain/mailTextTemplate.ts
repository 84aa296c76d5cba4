import type { FieldProblem } from './problem.ts'

export type TemplatePart = { text: string } | { placeholder: string }

export interface TemplateRules {
  allowed: readonly string[]
  longest: number
  oneLine: boolean
  /** Something has to be written. */
  needed: boolean
}

type Complaint = Omit<FieldProblem, 'field'>

/** Either the parts, or why the words cannot be used. */
export type ParsedTemplate =
  { parts: TemplatePart[]; complaints: [] } | { parts: null; complaints: Complaint[] }

/**
 * Words with `{name}` in them. There is nothing else to it: no expressions, no nesting, no markup, and no name that is not
 * allowed. A brace that belongs to no placeholder is refused, so that nothing that was meant as one goes out as it stands.
 */
export function parseMailTemplate(text: string, rules: TemplateRules): ParsedTemplate {
  const complaints = [...shapeComplaints(text, rules), ...placeholderComplaints(text, rules.allowed)]
  return complaints.length > 0 ? { parts: null, complaints } : { parts: partsOf(text), complaints: [] }
}

const placeholder = /\{([A-Za-z][A-Za-z0-9]*)\}/g
/** Line breaks apart: controls, the marks that turn the reading direction, and what takes no room. */
const unseen = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115F\u1160\u3164\uFFA0]/u
const LONGEST_NAME = 40

function shapeComplaints(text: string, { longest, oneLine, needed }: TemplateRules): Complaint[] {
  return [
    ...(needed && text.trim() === '' ? [{ code: 'required' }] : []),
    ...(text.length > longest ? [{ code: 'too-long', facts: { max: longest } }] : []),
    ...(oneLine && text.includes('\n') ? [{ code: 'one-line-only' }] : []),
    ...(unseen.test(text) ? [{ code: 'unseen-character' }] : []),
    ...(/<[a-z!/?]/i.test(text) ? [{ code: 'markup-refused' }] : []),
  ]
}

function placeholderComplaints(text: string, allowed: readonly string[]): Complaint[] {
  const names = Array.from(text.matchAll(placeholder), ([, name]) => name ?? '')
  const braced = Array.from(text.matchAll(/\{([^{}\n]*)\}/g), ([, inside]) => (inside ?? '').trim())
  const unknown = [...names, ...braced].filter((name) => name !== '' && !allowed.includes(name))
  const left = text.replaceAll(/\{[^{}\n]+\}/g, '')
  return [
    ...[...new Set(unknown)].map((name) => ({
      code: 'placeholder-unknown',
      facts: { name: name.slice(0, LONGEST_NAME) },
    })),
    ...(/[{}｛｝]/.test(left) || hasLoose(text, allowed) ? [{ code: 'placeholder-broken' }] : []),
  ]
}

/** `{ unit }` names something that is known, written as no placeholder is. */
function hasLoose(text: string, allowed: readonly string[]): boolean {
  return Array.from(text.matchAll(/\{([^{}\n]+)\}/g), ([, inside]) => inside ?? '').some(
    (inside) => inside !== inside.trim() && allowed.includes(inside.trim()),
  )
}

function partsOf(text: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let from = 0
  for (const match of text.matchAll(placeholder)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index) })
    parts.push({ placeholder: match[1] ?? '' })
    from = match.index + match[0].length
  }
  if (from < text.length) parts.push({ text: text.slice(from) })
  return parts
}
