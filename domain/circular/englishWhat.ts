import type { Placed, Stretch } from './sentence.ts'
import { stretch } from './sentence.ts'

const VERB =
  '(?:submit|return|forward|send|provide|complete|lodge|e-?mail|upload|furnish|transmit|nominate|deliver)'
const ENDS =
  '(?=\\s+(?:to|by|on or before|on|no later|not later|before|as soon|via|through|at|using|in respect|in the form|together with)\\b|[,.;:]|$)'
const THING = '(?!as soon|in any|not later|no later|to |by |so |and )[^,.;:\\n]{3,90}?'
const active = new RegExp(
  `\\b${VERB}(?:s|t?ing)?\\s+(?:(?:to|in|online|back)\\b[^,.;]{0,60}?,?\\s+)?(?<what>${THING})${ENDS}`,
  'gi',
)
const passive =
  /(?:^|[,.;:]\s*|\b(?:and|that)\s+)(?<what>[^,.;:\n]{3,90}?)\s+(?:(?:shall|must|should|will|are to|is to|has to|have to|may)\s+(?:be|reach|arrive)|(?:is|are)\s+due|(?:is|are)\s+to\s+be)\b/gi
const deadlineOf = new RegExp(
  `(?:deadline|closing date|due date)\\s+(?:for|of)\\s+(?:the\\s+)?(?:(?:submission|receipt|return) of\\s+|submitting\\s+|returning\\s+)?(?<what>${THING})(?=\\s+is\\b|${ENDS.slice(3)}`,
  'gi',
)
/** ", and the final report by 30 June": the verb is that of the date before. */
const shared = /^[\s,;]*(?:and|then)?\s*(?<what>(?:the|a|an|their|its|all|your)\s[^,.;]{3,80}?)[\s,]*$/gi
/** "not later than 31 May, a report": the object stands behind the date. */
const behind = new RegExp(`^,\\s*(?<what>(?:the|a|an|their|its|your)\\s${THING})${ENDS}`, 'gi')
const date =
  /\b(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\s+\d{1,2})(?:,?\s+\d{4})?/gi

/** What an English sentence asks to hand in by a date; null where its words do not tell. */
export function englishWhatOf({ sentence, mention, after }: Placed): Stretch | null {
  const ahead = stretch(sentence.text, 0, mention.start - sentence.start)
  const earlier = [...ahead.text.matchAll(date)].at(-1)
  const from = earlier === undefined ? 0 : earlier.index + earlier[0].length
  const own: Stretch = { text: ahead.text.slice(from), start: sentence.start + from, end: mention.start }
  return (
    last(after, behind) ??
    last(own, deadlineOf) ??
    last(own, active) ??
    last(own, passive) ??
    (from > 0 ? last(own, shared) : null) ??
    last(after, active)
  )
}

function last(words: Stretch, pattern: RegExp): Stretch | null {
  const match = [...words.text.matchAll(pattern)].at(-1)
  const what = match?.groups?.['what']?.trim()
  if (match === undefined || what === undefined || what.length < 3) return null
  const start = words.start + match.index + match[0].indexOf(what)
  return { text: what, start, end: start + what.length }
}
