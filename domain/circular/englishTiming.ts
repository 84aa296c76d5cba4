import type { Recurring } from './recurring.ts'
import type { RelativeDeadline } from './relative.ts'
import type { Stretch } from './sentence.ts'
import { REPORT_ENGLISH } from './words.ts'

const asked = new RegExp(`\\b(?:${REPORT_ENGLISH})`, 'i')
const small = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const within =
  /(?:within|(?:not|no) later than) (?:[a-z-]+ ?\()?(?<n>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|a)\)? ?(?<unit>working days?|days?|weeks?|months?|hours?) (?:after|of|from|following) (?<anchor>[^.,;]{3,60})/gi
const monthly =
  /(?:by|before|on|no later than|not later than) the (?:(?<day>\d{1,2})(?:st|nd|rd|th)|(?<nth>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last))(?: (?<worked>working|business)| calendar)?(?: day)? of (?:each|every|(?:the|a)(?= month)|the (?:following|next)) (?<unit>month|quarter)/gi
const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
]
const weekly =
  /(?:by |before |on |every )+(?<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?: of (?:each|every) week|s)?/gi
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** "within 14 days after the event" of an English sentence that asks for something. */
export function englishRelativeIn({ text, start }: Stretch): RelativeDeadline[] {
  if (!asked.test(text)) return []
  return Array.from(text.matchAll(within), (match) => {
    const { n = '', unit = '', anchor = '' } = match.groups ?? {}
    const word = n.toLowerCase() === 'a' ? 1 : small.indexOf(n.toLowerCase())
    return {
      start: start + match.index,
      end: start + match.index + match[0].length,
      relative: { anchor, n: word > 0 ? word : Number(n), unit: unitOf(unit.toLowerCase()), after: true },
      asks: 'report' as const,
    }
  })
}

function unitOf(unit: string): RelativeDeadline['relative']['unit'] {
  if (unit.startsWith('working')) return 'workingDays'
  if (unit.startsWith('week')) return 'weeks'
  if (unit.startsWith('month')) return 'months'
  return unit.startsWith('hour') ? 'hours' : 'days'
}

/** "by the 5th of each month", "every Friday". */
export function englishRecurringIn({ text, start }: Stretch): Recurring[] {
  if (!asked.test(text)) return []
  const months = Array.from(text.matchAll(monthly), (match): Recurring => {
    const every = match.groups?.['unit']?.toLowerCase() === 'quarter' ? 'quarter' : 'month'
    const recurrence = { every, day: dayOf(match.groups ?? {}), month: null, time: null } as const
    return { ...placeOf(match, start), rule: `every-${every}`, recurrence }
  })
  const weeks = Array.from(text.matchAll(weekly)).filter(([words]) => /every|each|days$/i.test(words))
  return [
    ...months,
    ...weeks.map((match): Recurring => {
      const day = weekdays.indexOf(match.groups?.['weekday']?.toLowerCase() ?? '') + 1
      return {
        ...placeOf(match, start),
        rule: 'every-week',
        recurrence: { every: 'week', day, month: null, time: null },
      }
    }),
  ]
}

/** The last working day is the end of the month; the fifth one is no day that could be named. */
function dayOf({ day, nth, worked }: Record<string, string | undefined>): number | 'last' | null {
  if (nth?.toLowerCase() === 'last') return 'last'
  if (worked !== undefined) return null
  return day === undefined ? ordinals.indexOf(nth?.toLowerCase() ?? '') + 1 : Number(day)
}

function placeOf(match: RegExpExecArray, start: number): { start: number; end: number } {
  return { start: start + match.index, end: start + match.index + match[0].length }
}
