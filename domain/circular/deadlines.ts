import type { Mention } from './mention.ts'
import { place, type Placed, type Stretch } from './sentence.ts'
import {
  BY_ISSUER,
  CIRCUMSTANCE,
  CONTEST,
  LABEL,
  REPORT,
  REPORT_ENGLISH,
  REPORT_SURELY,
  SHOWN,
  TOLD,
  WORK,
} from './words.ts'

/** A mention of a day or a stretch of days that somebody has to keep. */
export interface Deadline {
  placed: Placed
  /** Whether something is to be handed in by it, or only to be done. */
  asks: 'report' | 'work'
  windowed: boolean
  /** The text names the day itself ("于5月10日报送") and no "by". */
  onTheDay: boolean
  /** It takes the place of an earlier date. */
  moved: boolean
}

const report = new RegExp(REPORT)
const english = new RegExp(`\\b(?:${REPORT_ENGLISH})`, 'i')
const work = new RegExp(WORK)
const label = new RegExp(LABEL)
const labelLast = new RegExp(`(?:${LABEL})(?!范围)[^，。；]{0,10}$`)
const labelAlone = new RegExp(`(?:${LABEL}):?$`)
const circumstance = new RegExp(CIRCUMSTANCE)
const told = new RegExp(TOLD)
const contest = new RegExp(CONTEST)
const shown = new RegExp(SHOWN)
const surely = new RegExp(`^[，,]?(?:各[^，。；]{0,20}?)?(?:${REPORT_SURELY})`)
/** "名单3月20日报，总结11月底交": as hurried circulars write it. */
const terse = /^(?:各|分别|统一)?(?:报(?![告到道刊纸表考销废警社酬答价]|名(?!单))|交(?![流通叉换付接易]))/
const paperLast = /(?:^|[，、:\s]|表|总结|计划|材料|方案|名单|情况|报告|稿|数据|信息|动态)$/
const workAtOnce = new RegExp(`^(?:${WORK})`)
const fromNow = /(?:即日|现在|发文之日|印发之日|发布之日)起?(?:至|到|—+|-)$/
const byIssuer = new RegExp(BY_ISSUER)
const issuerFirst = new RegExp(`^[，,]?(?:${BY_ISSUER})`)
const movedTo = /(?:调整|延期|延长|推迟|顺延|提前|更改|变更|推后|延后|展期|展延|改)(?:为|至|到|于)$/
const movedFrom = /(?:原定|原|由|从)[^，。；]{0,16}$/
/** "截至3月底各地进展情况": the day of which figures are, not one to send them by. */
const standsAsOf = /^的?[^，。；前]{0,16}?(?:情况|数据|进展|统计|人数|总数|数字|名单)/
const asked = /请|务必|须|应|要|需|一律|统一|将/

/**
 * The deadlines of a sentence: of all the dates that it names those by which units have to act. Dates of events, of
 * other documents, of what happened, and those that bound an age are no deadlines.
 */
export function deadlinesIn(text: string, sentence: Stretch, mentions: Mention[]): Deadline[] {
  const placed = place(text, sentence, mentions)
  const moves = placed.findIndex(({ mention }) =>
    movedTo.test(text.slice(Math.max(0, mention.start - 10), mention.start)),
  )
  const judged = placed.map((one, index) => {
    if (index < moves && isOld(text, one)) return null
    if (index === moves) return moved(text, one, placed[index - 1])
    return judge(one, placed.slice(index + 1))
  })
  return judged.filter((deadline) => deadline !== null)
}

/** "由6月30日", "原定于6月30日": the date that no longer holds. */
function isOld(text: string, { mention }: Placed): boolean {
  return movedFrom.test(text.slice(Math.max(0, mention.start - 18), mention.start) + mention.lead)
}

function moved(text: string, placed: Placed, before: Placed | undefined): Deadline | null {
  if (
    !/报送|报名|上报|申报|提交|截止|时限|期限|征集|反馈|填报|总结|材料/.test(placed.sentence.text) &&
    before?.mention.relation !== 'before'
  )
    return null
  const whole = before !== undefined && isOld(text, before) ? before.before : placed.before
  return {
    placed: { ...placed, before: whole },
    asks: 'report',
    windowed: false,
    onTheDay: false,
    moved: true,
  }
}

function judge(placed: Placed, later: Placed[]): Deadline | null {
  const { mention } = placed
  const common = { placed, windowed: false, onTheDay: false, moved: false }
  if (isEnglish(mention)) return englishDeadline(placed)
  switch (mention.relation) {
    case 'before': {
      if (waitsForVerb(placed, later)) return { ...common, asks: 'report' }
      const shared = sharing(placed, later)
      const asks = askedBy(shared)
      const windowed = fromNow.test(shared.before.text)
      return asks === null ? null : { ...common, placed: shared, asks, windowed }
    }
    case 'span':
      return isReportingTime(placed) ? { ...common, asks: 'report', windowed: true } : null
    case 'on':
      if (isReportingDay(placed))
        return {
          ...common,
          asks: 'report',
          onTheDay: !isLabelled(placed),
          windowed: fromNow.test(placed.before.text) || isRunOfDays(mention),
        }
      return isWorkByEnd(placed) ? { ...common, asks: 'work' } : null
    case 'from':
    case 'after':
      return null
  }
}

/** "甲区于5月10日前、乙区于5月20日前报送": the words after the last date are those of all. */
function sharing(placed: Placed, later: Placed[]): Placed {
  if (placed.after.text.replace(/[、，,和及]/g, '').trim() !== '') return placed
  const next = later.find(({ after }) => after.text.replace(/[、，,和及]/g, '').trim() !== '')
  return next === undefined ? placed : { ...placed, after: next.after }
}

/** "6月15日前将A、12月15日前将B报送": the verb of the last is that of all. */
function waitsForVerb({ after }: Placed, later: Placed[]): boolean {
  return (
    /^[，,]?(?:将|把)[^，。；]{2,60}[、，,]?$/.test(after.text) &&
    !report.test(after.text) &&
    later.some((one) => /^[，,]?(?:将|把)/.test(one.after.text) && report.test(one.after.text))
  )
}

function askedBy(placed: Placed): 'report' | 'work' | null {
  const { mention, before, after } = placed
  const lead = before.text + mention.lead
  if (circumstance.test(after.text)) return null
  if (labelLast.test(lead)) return 'report'
  if (told.test(lead)) return null
  const reports = firstIn(after.text, report)
  if (
    /^截至/.test(mention.lead) &&
    (reports === null || standsAsOf.test(after.text)) &&
    !label.test(before.text)
  )
    return null
  if (actsByIssuer(placed)) return null
  const works = firstIn(after.text, work)
  if (reports !== null && (works === null || reports < works || hasObject(after.text))) return 'report'
  if (reports === null && contest.test(before.text)) return null
  if (works !== null && works < 24) return reports === null || works + 12 < reports ? 'work' : 'report'
  if (reports !== null) return 'report'
  return isTail(after.text) && (reportsBefore(placed) || isLabelled(placed)) ? 'report' : null
}

/** "将……报送": the object stands between date and verb, and may itself hold a word of doing. */
function hasObject(after: string): boolean {
  return new RegExp(
    `^[，,]?(?:[^，。；]{0,14}|[^，。；]{0,24}[，,]并?)(?:将|把)[^。；]{1,90}(?:${REPORT})`,
  ).test(after)
}

function firstIn(text: string, pattern: RegExp): number | null {
  const match = pattern.exec(text)
  return match === null ? null : match.index
}

function actsByIssuer({ before, after, mention }: Placed): boolean {
  const clause = before.text.slice(Math.max(before.text.lastIndexOf('，'), before.text.lastIndexOf(',')) + 1)
  const next = after.text.split(/[，,]/)[0] ?? ''
  if (/请|各(?!项|类|级党)/.test(clause)) return false
  if (issuerFirst.test(after.text)) return true
  return byIssuer.test(clause + mention.lead) || (/^(?:将|定|拟)于/.test(mention.lead) && !report.test(next))
}

function isTail(after: string): boolean {
  return after.replace(/[)）(\s]/g, '').length < 8
}

function reportsBefore({ before, sentence, mention }: Placed): boolean {
  const said = sentence.text.slice(0, mention.start - sentence.start)
  return (
    label.test(said) || report.test(before.text) || (/截/.test(mention.lead) && report.test(sentence.text))
  )
}

/** "17日、18日上午": days one after the other on which it is taken in. */
function isRunOfDays({ moments }: Mention): boolean {
  const [first, ...rest] = moments.map(({ shape }) => (shape.kind === 'day' ? shape.day : null))
  return typeof first === 'number' && rest.length > 0 && rest.every((day, index) => day === first + index + 1)
}

function isLabelled({ before, mention, heading }: Placed): boolean {
  if (labelLast.test(before.text + mention.lead)) return true
  const bare = before.text.trim() === '' || fromNow.test(before.text)
  return bare && heading !== null && labelAlone.test(heading.text)
}

function isReportingTime(placed: Placed): boolean {
  if (isLabelled(placed)) return true
  const { before, sentence } = placed
  const after = { text: placed.after.text.replace(/^\([^()]*\)/, '') }
  const clause = after.text.split(/[，,]/)[0] ?? ''
  const next = after.text.slice(0, 40)
  const whole = placed.mention.moments.at(-1)?.shape.kind !== 'day'
  if (whole && !/^(?:务必)?(?:于|在)$/.test(placed.mention.lead)) return false
  const rest = after.text.replace(/^期间/, '')
  if (actsByIssuer(placed) || circumstance.test(rest) || shown.test(before.text)) return false
  return (
    report.test(clause.length > 3 ? clause : next) &&
    (asked.test(sentence.text) || /各/.test(before.text) || report.test(next.slice(0, 8)))
  )
}

function isReportingDay(placed: Placed): boolean {
  if (isLabelled(placed)) return true
  const { after, before, mention, sentence } = placed
  if (actsByIssuer(placed)) return false
  if (/^为(?:最后期限|截止日|最后一[天日])/.test(after.text)) return true
  if (mention.lead === '' && surely.test(after.text) && before.text.trim() === '') return true
  if (mention.lead === '' && terse.test(after.text) && paperLast.test(before.text)) return true
  if (!/^(?:务必)?(?:于|在)$/.test(mention.lead)) return false
  const pieces = after.text.replace(/^[，,]/, '').split(/[，,]/)
  /** "于22日，将申请书一式3份，报送至……": the verb may stand behind what is taken. */
  const clause = pieces.slice(0, /^[将把]/.test(pieces[0] ?? '') ? 3 : 1).join('，')
  return (
    report.test(clause) &&
    (asked.test(sentence.text) || (surely.test(after.text) && !/已|了(?!解)|曾/.test(sentence.text))) &&
    !/^[^，。；]{0,14}(?:召开|举行|举办|参加|开展)/.test(after.text)
  )
}

/** "6月底完成": no "by", but the end of a month is one. */
function isWorkByEnd(placed: Placed): boolean {
  const shape = placed.mention.moments.at(-1)?.shape
  if (shape?.kind !== 'month' || shape.part !== 'end' || actsByIssuer(placed)) return false
  return placed.mention.lead === '' && workAtOnce.test(placed.after.text)
}

function isEnglish({ moments }: Mention): boolean {
  return moments[0]?.rule.startsWith('english') === true
}

function englishDeadline(placed: Placed): Deadline | null {
  const { mention, sentence, before } = placed
  const by =
    mention.relation === 'before' ||
    /(?:deadline|closing date|due(?: date)?|no later than|not later than|on or before|before|by|closes?(?: on)?|closing on)\b[^.]{0,40}$/i.test(
      before.text + mention.lead,
    )
  if (!by || !english.test(sentence.text)) return null
  return { placed, asks: 'report', windowed: false, onTheDay: false, moved: false }
}
