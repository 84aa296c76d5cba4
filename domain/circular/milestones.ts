import { deadlinesIn, type Deadline } from './deadlines.ts'
import { dueOf } from './due.ts'
import type { CircularMilestone } from './draft.ts'
import type { Found } from './found.ts'
import { endOfBefore } from './joined.ts'
import { mentionsIn, type Mention } from './mention.ts'
import { englishRecurringIn, englishRelativeIn } from './englishTiming.ts'
import { englishWhatOf } from './englishWhat.ts'
import { headingOf } from './heading.ts'
import { openEndedIn } from './openEnded.ts'
import { recipientsBefore } from './recipients.ts'
import { isVague, recurringIn } from './recurring.ts'
import { relativeIn, type RelativeDeadline } from './relative.ts'
import type { DateContext } from './resolve.ts'
import { overlaps, sentencesIn, stretch, type Stretch } from './sentence.ts'
import type { Moment } from './shape.ts'
import type { View } from './view.ts'
import { isProposed, markLocked, withoutOutdated, withoutRepeats } from './sift.ts'
import { sharesOf } from './shares.ts'
import { isBare, underHeading, whatOf, workOf } from './what.ts'
import { relativeQuestion } from './relativeQuestion.ts'

/** Everything that a running text asks for, in its order. */
export function milestonesIn(running: View, context: DateContext): Found[] {
  const text = maskTitles(running.text)
  const mentions = mentionsIn(text)
  const found = sentencesIn(text)
    .filter((sentence) => !isProposed(text, sentence))
    .flatMap((sentence) => inSentence({ running, text, sentence, mentions, context }))
  const kept = withoutRepeats(withoutOutdated(text, found))
  markLocked(text, kept)
  return kept
}

/** What stands in 《》 is the name of a paper: its verbs ask nothing and its dates are those of the paper. */
function maskTitles(text: string): string {
  return text.replace(/《[^《》\n]{1,120}》/g, (title) => '□'.repeat(title.length))
}

type Span = Pick<Stretch, 'start' | 'end'>

interface Place {
  running: View
  /** The running text with the names of papers masked. */
  text: string
  sentence: Stretch
  mentions: Mention[]
  context: DateContext
}

function inSentence({ running, text, sentence, mentions: all, context }: Place): Found[] {
  const recurring = [...recurringIn(sentence), ...englishRecurringIn(sentence)]
  const relative = [...relativeIn(sentence), ...englishRelativeIn(sentence)].filter(
    (one) => !recurring.some((other) => overlaps(one, other)),
  )
  const claimed = [...recurring, ...relative]
  const mentions = all.filter(
    (mention) =>
      mention.start >= sentence.start &&
      mention.end <= sentence.end &&
      !claimed.some((other) => overlaps(mention, other)),
  )
  const dated = deadlinesIn(text, sentence, mentions).flatMap((deadline) =>
    fromDeadline(running, deadline, context),
  )
  const others = [
    ...recurring
      .filter((one) => dated.length === 0 || !isVague(one))
      .map((one) => fromRecurring(running, upToNext(text, sentence, one, [...claimed, ...mentions]), one)),
    ...relative.map((one) =>
      fromRelative(running, upToNext(text, sentence, one, [...claimed, ...mentions]), one, context),
    ),
  ]
  const timed = [...dated, ...others].sort((one, other) => one.at - other.at)
  return [...timed, ...openBeside(running, sentence, timed)]
}

function fromDeadline(running: View, deadline: Deadline, context: DateContext): Found[] {
  const { placed, asks, windowed } = deadline
  const { mention } = placed
  const recipients = recipientsBefore(placed.before.text)
  const english = mention.moments[0]?.rule.startsWith('english') === true ? englishWhatOf(placed) : null
  const said = english ?? (asks === 'report' ? whatOf(placed, recipients) : workOf(placed))
  const what = isBare(said.text)
    ? (headingOf(running.text, placed.sentence) ?? underHeading(placed) ?? said)
    : said
  const moments = windowed ? mention.moments.slice(-1) : mention.moments
  const shares = sharesOf(what, moments.length)
  return moments.flatMap((moment, index) => {
    const due = dueOf(moment, deadline, context)
    if (due === null) return []
    const [start, end] = wordsOf(running.text, mention, moment, windowed)
    const share = shares[index] ?? what
    const milestone = milestoneOf(running, share, [start, end], {
      due: due.due,
      from: windowed ? due.from : null,
      kind: windowed ? 'windowed' : 'dated',
      rule: ruleOf(moment, deadline),
    })
    return [
      {
        milestone: { ...milestone, recipients, workOnly: asks === 'work' },
        questions: due.doubts.map((doubt) => ({ ...doubt, span: milestone.span })),
        at: start,
        end,
      },
    ]
  })
}

function ruleOf(moment: Moment, { windowed, moved, onTheDay, placed }: Deadline): string {
  if (moved) return `${moment.rule}/moved`
  if (windowed) return `${moment.rule}/window`
  return `${moment.rule}/${onTheDay ? 'on' : placed.mention.relation}`
}

/** The words of one moment: with its sign of "by", and with the lead where that is the sign. */
function wordsOf(text: string, mention: Mention, moment: Moment, windowed: boolean): [number, number] {
  const first = mention.moments[0]
  const last = mention.moments.at(-1)
  const leads = /^(?:最|至迟|不|截[至止](?:到|至|于)?$|by|before|no|not|on or)/i.test(mention.lead)
  const start = moment === first && leads ? mention.start : moment.start
  return [
    windowed && first ? first.start : start,
    moment === last ? mention.end : endOfBefore(text, moment.end),
  ]
}

function milestoneOf(
  running: View,
  what: Stretch,
  [start, end]: readonly [number, number],
  timing: Pick<CircularMilestone, 'due' | 'from' | 'kind' | 'rule'>,
): CircularMilestone {
  return {
    what: what.text,
    whatSpan: what.text === '' ? null : running.span(what.start, what.end),
    dueText: running.source(start, end),
    ...timing,
    span: running.span(start, end),
    recipients: [],
    locked: false,
    workOnly: false,
    recurrence: null,
    relative: null,
  }
}

function around(sentence: Stretch, start: number, end: number) {
  const cut = (from: number, to: number) => ({
    text: sentence.text.slice(from - sentence.start, to - sentence.start),
    start: from,
    end: to,
  })
  const mention: Mention = { relation: 'before', moments: [], inclusiveSaid: false, lead: '', start, end }
  const [before, after] = [cut(sentence.start, start), cut(end, sentence.end)]
  return { mention, sentence, before, after, heading: null }
}

/** The sentence up to where the next date begins, so that each has the words that are its own. */
function upToNext(text: string, sentence: Stretch, one: Span, others: Span[]): Stretch {
  const next = others.filter(({ start }) => start >= one.end).sort((a, b) => a.start - b.start)[0]
  const own = next !== undefined && /[将把报交送]/.test(text.slice(one.end, next.start))
  return own ? stretch(text, sentence.start, next.start) : sentence
}

function isEnglish(text: string, at: number): boolean {
  return /[A-Za-z]/.test(text.charAt(at))
}

function fromRecurring(
  running: View,
  sentence: Stretch,
  { start, end, recurrence, rule }: ReturnType<typeof recurringIn>[number],
): Found {
  const placed = around(sentence, start, end)
  const what = (isEnglish(running.text, start) ? englishWhatOf(placed) : null) ?? whatOf(placed)
  const milestone = milestoneOf(running, what, [start, end], {
    due: null,
    from: null,
    kind: 'recurring',
    rule,
  })
  const whole = { ...recurrence, text: milestone.dueText, span: milestone.span }
  const question = { code: 'recurring-until' as const, facts: {}, alternatives: [], span: milestone.span }
  return { milestone: { ...milestone, recurrence: whole }, questions: [question], at: start, end }
}

function fromRelative(running: View, sentence: Stretch, one: RelativeDeadline, context: DateContext): Found {
  const placed = around(sentence, one.start, one.end)
  const english = isEnglish(running.text, one.start) ? englishWhatOf(placed) : null
  const what = english ?? (one.asks === 'report' ? whatOf(placed) : workOf(placed))
  const milestone = milestoneOf(running, what, [one.start, one.end], {
    due: null,
    from: null,
    kind: 'relative',
    rule: one.relative.anchor === '' ? 'within' : one.relative.after ? 'after-event' : 'before-event',
  })
  const question = { ...relativeQuestion(one.relative, context), span: milestone.span }
  return {
    milestone: { ...milestone, relative: one.relative, workOnly: one.asks === 'work' },
    questions: [question],
    at: one.start,
    end: one.end,
  }
}

/** "及时……报送" beside dates says how, not when; alone it is a deadline without a day. */
function openBeside(running: View, sentence: Stretch, timed: Found[]): Found[] {
  const open = openEndedIn(sentence)
  if (timed.length > 0) {
    const [first] = timed
    const [beside] = open
    if (first !== undefined && beside?.kind === 'open' && !near(running.text, beside.start, first.at))
      first.questions.push({
        code: 'open-beside-dated',
        facts: {},
        alternatives: ['drop', 'keep'],
        span: running.span(beside.start, beside.end),
      })
    return []
  }
  return open.map(({ kind, start, end, what }) => {
    const milestone = milestoneOf(running, what ?? { text: '', start, end: start }, [start, end], {
      due: null,
      from: null,
      kind,
      rule: kind === 'open' ? 'in-good-time' : 'asked-without-day',
    })
    const question =
      kind === 'open'
        ? { code: 'open-deadline' as const, alternatives: ['open', 'dated'] }
        : { code: 'no-deadline-said' as const, alternatives: ['none', 'open', 'dated'] }
    return {
      milestone,
      questions: [{ ...question, facts: {}, span: milestone.span }],
      at: start,
      end,
    }
  })
}

function near(text: string, one: number, other: number): boolean {
  return !/[，,]/.test(text.slice(Math.min(one, other), Math.max(one, other)))
}
