import { Problem } from '../domain/problem.ts'
import { isText } from '../domain/text.ts'

/** Deeper than anything that a route takes; what is built deeper wants to exhaust whoever reads it. */
const MOST_LEVELS = 24

/**
 * Looks over what came in before anything reads it: every text can be kept, and nothing lies deeper than it may.
 * @throws Problem invalid-input, with the first field that is wrong
 */
export function requireReadable(value: unknown): void {
  // A list and not a recursion: depth is what is guarded against.
  const left: { value: unknown; path: string; level: number }[] = [{ value, path: '', level: 0 }]
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const { path, level } = at
    if (typeof at.value === 'string' && !isText(at.value)) refuse(path, 'no-text')
    if (typeof at.value !== 'object' || at.value === null) continue
    if (level > MOST_LEVELS) refuse(path, 'too-deep')
    for (const [name, inner] of Object.entries(at.value)) {
      if (!isText(name)) refuse(path, 'no-text')
      left.push({ value: inner, path: level > 3 ? path : join(path, name), level: level + 1 })
    }
  }
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`).slice(0, 200)

function refuse(field: string, code: 'no-text' | 'too-deep'): never {
  throw new Problem('invalid-input', {}, [{ field, code }])
}
