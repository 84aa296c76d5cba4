import { PAPER, REPORT, WORK } from './words.ts'
import type { Placed, Stretch } from './sentence.ts'
import { stretch } from './sentence.ts'

const report = new RegExp(`(?:${REPORT})`)
const adverb =
  '(?:(?:经[^，。；]{1,8})?(?:统一|一并|及时|分别|传真或|邮寄或|汇总后?|盖章后?|加盖公章后?|签字|以[^，。；]{1,24}?(?:形式|方式)|通过[^，。；]{1,24}?|按要求|按时|如实|认真|逐级|书面|集中|同时|并|以书面|由[^，。；]{1,16}?)){0,3}'
const taken = new RegExp(`(?:将|把)(?<what>[^。；]{2,90}?)(?:，)?${adverb}(?!${PAPER})(?:${REPORT})`)
const takenAnyhow = new RegExp(`(?:将|把)(?<what>[^。；]{2,90}?)(?:，)?${adverb}(?:${REPORT})`)
const direct = new RegExp(
  `^[，,]?(?:[^，。；]{0,16}?)(?<verb>${REPORT})(?:至|到|给|向)?(?<what>[^，。；\\n]{0,70})`,
)
const made = new RegExp(
  `^[，,]?[^，。；]{0,8}?(?:制定|制订|完成|填写|形成|撰写|编制|汇总|整理|拟订|拟定|填妥|填好|做好)(?:好|并)?(?<what>[^，。；]{2,50}?)[，,]?(?:并|及时|统一|一并|后|报|加盖)[^。；]{0,24}?(?:${REPORT})`,
)
const destination =
  /^(?:至|到|给|向|[省市县区州旗我本])?[^，。；的]{0,22}?(?:局|委|办|部|处|科|室|会|中心|厅|妇联|团委|组|院|校|公司|邮箱|平台|系统|群|联系人|股|站|所|署|司)(?:[(（].*)?$/
/** "申报材料由各市": what, before whoever sends it. */
const byWhom = /(?<what>[^，,。；]{2,40})由(?:各|[^，。；]{2,20}$)/
const along = new RegExp(`(?:并|同时)(?:及时|统一|书面)?(?:${REPORT})(?:至|到)?(?<what>[^，。；]{2,40})`)
const beforeTaken = /(?:将|把)(?<what>[^。；]{2,80}?)(?:，)?(?:统一|务必|一并|请|最迟)*$/
const politely =
  /(?:从?(?:即日|现在)起?(?:至|到)|分别|请|应|须|要|需|务必|统一|均|一律|最迟|至迟|可|必须|应当|须知|还请)*$/
const subject =
  /^(?:请)?(?:各[^，。；]{0,20}?(?:单位|妇联|部门|学校|地|区|县|市|街道|乡镇|局|委|企业|协会|镇|村|社区|院校|高校|公司|科室|支部|医院|机构)(?:要|应|须|请|需)?)+/
const work = new RegExp(`^[，,]?[^，。；]{0,10}?(?:${WORK})[^，。；\\n]{0,40}`)
/** Numbers of points, marks, and brackets that only one end of is there. */
const leading =
  /^(?:[\s，,、：:]|\(?[一二三四五六七八九十]{1,3}[)、]|\(?\d{1,2}[).、](?!\d)|[①-⑳]|其中|的(?=.))*/
const trailing = /[\s，,、：:(]*$/

/** What is to be handed in by a date; where no words name it, an empty stretch. */
export function whatOf({ before, after }: Placed, recipients: string[] = []): Stretch {
  return (
    named(after, taken) ??
    named(after, takenAnyhow) ??
    named(before, beforeTaken) ??
    named(before, byWhom) ??
    sentAlong(after) ??
    named(after, made) ??
    objectAfter(after) ??
    (recipients.length > 0 ? null : subjectBefore(before)) ??
    verbAfter(after) ??
    stretch('', after.start, after.start)
  )
}

/** What is to be done by a date, where nothing is to be handed in. */
export function workOf({ before, after }: Placed): Stretch {
  const match = work.exec(after.text)
  if (match === null) return subjectBefore(before) ?? stretch('', after.start, after.start)
  return part(after, 0, match[0].length)
}

/** "完成摸底并上报需求表": the second thing is what comes in. */
function sentAlong(after: Stretch): Stretch | null {
  const what = along.exec(after.text)?.groups?.['what']
  return what === undefined || destination.test(what) ? null : named(after, along)
}

function named(words: Stretch, pattern: RegExp): Stretch | null {
  const match = pattern.exec(words.text)
  const what = match?.groups?.['what']
  if (match === null || what === undefined) return null
  if (pattern === beforeTaken && /[，,]/.test(match[0]) && report.test(what)) return null
  const at = match.index + match[0].indexOf(what)
  return part(words, at, at + what.length)
}

/** "上报全年总结": what follows the verb, unless that is the office that it goes to. */
function objectAfter(after: Stretch): Stretch | null {
  const match = direct.exec(after.text)
  const { what = '', verb = '' } = match?.groups ?? {}
  if (match === null || what.length < 2 || destination.test(what) || /^(?:至|到)/.test(verb.slice(-1)))
    return null
  const at = match[0].length - what.length
  const until =
    /(?:至|到|给|报(?=[省市县区我]))(?=[^，。；]{0,20}(?:邮箱|局|委|办|部|处|科|室|会|中心|@))/.exec(what)
  return part(after, at, at + (until === null || until.index < 2 ? what.length : until.index))
}

/** "活动总结请于5月10日前报": what stands before the date, less who is asked. */
function subjectBefore(before: Stretch): Stretch | null {
  const clause =
    Math.max(
      before.text.lastIndexOf('，', before.text.length - 2),
      before.text.lastIndexOf(',', before.text.length - 2),
    ) + 1
  const words = before.text
    .slice(clause)
    .replace(politely, '')
    .replace(/[:：，,]$/, '')
  const asked = subject.exec(words)?.[0].length ?? 0
  const found = part(before, clause + asked, clause + words.length)
  return found.text.length < 2 ||
    /^(?:各地|各单位|请|经研究|分别|[^，]*(?:时间|期限|日期|截止)(?:为|是)?)$/.test(found.text)
    ? null
    : found
}

function verbAfter(after: Stretch): Stretch | null {
  const match = report.exec(after.text)
  if (match === null) return null
  return part(after, match.index, match.index + match[0].length)
}

/** A stretch of a stretch, without the blanks and marks at its ends. */
function part(words: Stretch, from: number, to: number): Stretch {
  const text = words.text.slice(from, to)
  const head = leading.exec(text)?.[0].length ?? 0
  const tail = trailing.exec(text)?.[0].length ?? 0
  const start = words.start + from + head
  const inner = text.slice(head, Math.max(head, text.length - tail))
  return { text: inner, start, end: start + inner.length }
}

const bare = new RegExp(
  `^(?:(?:${REPORT})[\\u4e00-\\u9fff]{0,1}|[^，。；]*(?:推荐|选送|报送|限报)\\d+[—~至到-]?\\d*[\\u4e00-\\u9fff])?$`,
)

/** Whether words name nothing to hand in: a mere verb, or how many of it. */
export function isBare(what: string): boolean {
  return bare.test(what)
}
