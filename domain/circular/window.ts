import type { CircularQuestion, CircularWindow } from './draft.ts'
import { mentionsIn, type Mention } from './mention.ts'
import type { Page } from './page.ts'
import { resolve, type DateContext } from './resolve.ts'
import type { Moment } from './shape.ts'

const label =
  /(?<!公示)期为$|(?:参赛|比赛|学习|征集|评选|征缴|普查|调查|活动|实施|开展|组织|举办|工作|创建|行动|宣传|培训|大赛|竞赛|整治|专项|检查|会议|项目|服务|演出|展览|时间)(?:的)?(?:时间|期限|起止时间|日期|安排|起止|周期|时段)(?:为|是)?[:\n]{0,3}[^，。；\d\n()]{0,8}$|(?:^|\n)(?:[一二三四五六七八九十\d]+[、.]|\([一二三四五六七八九十]+\))?时间(?:安排)?[:\n]{1,3}$/
const fromTo = /(?:自|从|于|在|定于)$/
const activity = /^结束|开展|举行|召开|组织|举办|实施|活动|行动|进行|推进/

export interface WindowReading {
  window: CircularWindow
  questions: Omit<CircularQuestion, 'field'>[]
}

/** The stretch in which a campaign takes place: under a label, else the first "from … to …" of an activity. */
export function readWindow({ running }: Page, context: DateContext): WindowReading | null {
  const { text } = running
  const mentions = mentionsIn(text)
  const labelled = mentions.find(
    (mention) =>
      mention.relation !== 'before' &&
      !isEvent(text, mention) &&
      label.test(text.slice(Math.max(0, mention.start - 24), mention.start)) &&
      isLong(mention),
  )
  const active = mentions.find((mention) => isActivity(text, mention))
  const named = earlier(labelled, atOnce(text, mentions))
  /** "会议时间：15日14:30开始" tells less than "定于15日至16日召开". */
  const said = named !== undefined && isSingleDay(named) && active !== undefined ? active : (named ?? active)
  if (said === undefined) return overSteps(running, mentions, context)
  const [first, last] = [said.moments[0], said.moments.at(-1)]
  if (first === undefined || last === undefined) return null
  return windowOf(running, said, first, last, context)
}

const step =
  /(?:^|\n)[ ]*(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十\d]{1,3}[、.])?[^。；:\n]{2,16}(?:阶段|环节)[:(（]?$/

/** Without a stretch of its own, a campaign lasts from its first step to its last. */
function overSteps(
  running: Page['running'],
  mentions: Mention[],
  context: DateContext,
): WindowReading | null {
  const { text } = running
  const steps = mentions.filter(({ start }) => step.test(text.slice(Math.max(0, start - 32), start)))
  const [begin, end] = [steps[0], steps.at(-1)]
  const [first, last] = [begin?.moments[0], end?.moments.at(-1)]
  if (begin === undefined || end === undefined || begin === end) return null
  if (first === undefined || last === undefined) return null
  const from = resolve(first, context)
  const to = resolve(last, context)
  const span = running.span(begin.start, begin.end)
  const question = {
    code: 'window-from-steps' as const,
    facts: {},
    alternatives: [from.from, to.to].filter((date) => date !== null),
    span,
  }
  return {
    window: { from: from.from, to: to.to, text: running.source(begin.start, begin.end), span },
    questions: [question],
  }
}

function isSingleDay({ relation, moments }: Mention): boolean {
  return (relation === 'on' || relation === 'from') && moments[0]?.shape.kind === 'day'
}

function earlier(one: Mention | undefined, other: Mention | undefined): Mention | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return one.start < other.start ? one : other
}

const eventLabel =
  /(?:比赛|竞赛|会议|开会|演出|考试|发车|报到|座谈会?|参观|讲座|时间[和及、]?地点)(?:的)?(?:时间|日期)?(?:[和及、]地点)?(?:为|是)?[:\n]{0,3}$/
const pageHead = /^[ ]*(?:点击|浏览|阅读|访问|来源|作者|发布|编辑|字体|信息)/

/** The day of a meeting or a match, or that of a page of the web, is no stretch in which units have to act. */
function isEvent(text: string, mention: Mention): boolean {
  if (pageHead.test(text.slice(mention.end, mention.end + 12))) return true
  return isSingleDay(mention) && eventLabel.test(text.slice(Math.max(0, mention.start - 16), mention.start))
}

function isLong({ relation, moments }: Mention): boolean {
  return relation === 'span' || moments[0]?.shape.kind === 'month' || moments[0]?.shape.kind === 'day'
}

/** "即日起至8月31日" begins on the day of issue. */
function atOnce(text: string, mentions: Mention[]): Mention | undefined {
  return mentions.find(
    ({ start, relation }) =>
      relation !== 'span' &&
      /(?:即日|即日起|现在|发文之日|印发之日|本通知发布之日|通知下发之日)起?(?:至|到|—+|-)$/.test(
        text.slice(Math.max(0, start - 14), start),
      ),
  )
}

function isActivity(text: string, mention: Mention): boolean {
  if (mention.relation !== 'span') return false
  const words = text.slice(Math.max(0, mention.start - 80), mention.end + 40)
  if (mention.moments[0]?.rule.startsWith('english') === true)
    return /\b(?:held|runs?|takes? place|programme|campaign|period)\b/i.test(words)
  const before = text.slice(Math.max(0, mention.start - 12), mention.start)
  const after = text.slice(mention.end, mention.end + 24)
  if (/报名|报送|申报|提交|受理|阶段|推荐|征集|公示|每/.test(before + after.slice(0, 12))) return false
  return (fromTo.test(before) || /于|在|从|自/.test(mention.lead)) && activity.test(after)
}

function windowOf(
  running: Page['running'],
  said: Mention,
  first: Moment,
  last: Moment,
  context: DateContext,
): WindowReading {
  const begins = atOnceBefore(running.text, said.start)
  const start = begins ?? first.start
  const from = begins === null ? resolve(first, context).from : context.issuedOn
  const ends = resolve(last, context)
  const text = running.source(start, said.end)
  const span = running.span(start, said.end)
  const questions = [...(begins === null ? resolve(first, context).doubts : []), ...ends.doubts]
    .filter(({ code }) => code === 'year-left-out' || code === 'past' || code === 'year-unknown')
    .slice(-1)
    .map(({ alternatives }) => ({ code: 'window-year-left-out' as const, facts: {}, alternatives, span }))
  const reversed = from !== null && ends.to !== null && ends.to < from
  return { window: { from, to: reversed ? null : ends.to, text, span }, questions }
}

function atOnceBefore(text: string, start: number): number | null {
  const head = text.slice(Math.max(0, start - 14), start)
  const match = /(?:即日|现在|发文之日|印发之日|本通知发布之日|通知下发之日)起?(?:至|到|—+|-)$/.exec(head)
  return match === null ? null : start - head.length + match.index
}
