import { PAPER, REPORT, WORK } from './words.ts'
import type { Placed, Stretch } from './sentence.ts'
import { stretch } from './sentence.ts'

const report = new RegExp(`(?:${REPORT})`)
const verbs = new RegExp(`(?:${REPORT})+`)
/** Words of an object; what stands in brackets is whole. */
const OBJECT = '(?:\\([^()\\n]{0,120}\\)|[^。；\\n()])'
const adverb =
  '(?:(?:经[^，。；]{1,8})?(?:统一|一并|及时|分别|传真或|邮寄或|汇总后?|盖章后?|加盖公章后?|签字|以[^，。；]{1,24}?(?:形式|方式)|通过[^，。；]{1,24}?|按要求|按时|如实|认真|逐级|书面|集中|同时|并|以书面|由[^，。；]{1,16}?)){0,3}'
/** "申报项目的清单": the verb belongs to the paper's name. */
const OF_PAPER = '[^，。；()]{1,8}的(?:清单|名单|材料|表|信息|情况|数据|单位|人)'
const taken = new RegExp(
  `(?:将|把)(?<what>${OBJECT}{2,220}?)(?<![、与和及])(?:，)?${adverb}(?!(?:${PAPER})(?!至|到|给|往|[省市县区我本]))(?:${REPORT})(?!${OF_PAPER})`,
)
const takenAnyhow = new RegExp(
  `(?:将|把)(?<what>${OBJECT}{2,220}?)(?:，)?${adverb}(?:${REPORT})(?!${OF_PAPER})`,
)
const direct = new RegExp(
  `^[，,]?(?:[^，。；]{0,45}?)(?<verb>${REPORT})(?:至|到|给|向)?(?:一次|一份)?(?<what>(?:\\([^()\\n]{0,120}\\)|[^，。；\\n()]){0,80})`,
)
const made = new RegExp(
  `^[，,]?[^，。；]{0,8}?(?:制定|制订|完成|填写|形成|撰写|编制|汇总|整理|拟订|拟定|填妥|填好|做好)(?:好|并)?(?<what>[^，。；]{2,50}?)[，,]?(?:并|及时|统一|一并|后|报|加盖)[^。；]{0,24}?(?:${REPORT})`,
)
const destination =
  /^(?:至|到|给|向|[省市县区州旗我本])?[^，。；的]{0,22}?(?:局|委|办|部|处|科|室|会|中心|厅|妇联|残联|团委|组|院|校|公司|邮箱|信箱|平台|系统|群|联系人|股|站|所|署|司|老师|同志|承办人|经办人|[省市县区州](?:\([^()]*\))?)(?:[(:].*|[A-Za-z\d][\w.-]*@.*)?$/
/** "申报材料由各市": what, before whoever sends it. */
const byWhom = /(?<what>[^，,。；]{2,40}?)(?:须|需|应|请|要|统一)?由(?:各|[^，。；]{2,20}$)/
const along = new RegExp(`(?:并|同时)(?:及时|统一|书面)?(?:${REPORT})(?:至|到)?(?<what>[^，。；]{2,40})`)
const beforeTaken = new RegExp(
  `(?:将|把)(?<what>${OBJECT}{2,90}?)(?:，)?(?:(?:通过|以)[^，。；]{1,14}?)?(?:统一|务必|一并|请|最迟)*$`,
)
/** "将材料按样板汇总，于……发至邮箱": taken up clauses before the date. */
const takenEarlier = new RegExp(
  `(?:将|把)(?<what>${OBJECT}{2,60}?)(?:严格)?(?:按照?|以|通过|打包|扫描|签字|盖章|加盖|汇总|整理|上传)[^。；]{0,60}$`,
)
/** "将半年总结、": the object of a verb that only a later date has. */
const withoutVerb = /^[，,]?(?:将|把)(?<what>[^。；，,]{2,60}?)[、，,]?$/
const politely =
  /(?:从?(?:即日|现在)起?(?:至|到)?|分别|请|应|须|要|需|务必|统一|均|一律|最迟|至迟|可|必须|应当|须知|还请|于|在|自|按照?[^，。；]{0,10}(?:要求|规定|格式))*$/
const timeLabel =
  /(?:的)?(?:截止|起止|具体)?(?:时间|期限|日期|时限|截止日?)(?:安排|集中)?(?:截止)?(?:为|是|在|定于)?:?$/
/** "推荐材料须经审核，于……": who names it only further ahead in the sentence. */
const paperAhead =
  /(?:^|[，,。；:])(?:请)?(?:各[^，。；]{0,12}?(?:单位|妇联|部门|学校|地|区|县)(?:应|要|须|请|需)?)?(?<what>[^，。；:]{0,30}(?:材料|总结|报告|[年月季]报|表|方案|计划|名单|作品|论文|书|回执|清单|信息|照片|台账|□{2,})·*)(?=[，,]|$|(?:须|需|应|请|要|经|由|均|分别|以|按|统一))/g
const formAhead =
  /(?:形成|撰写|填写|编制|制定|制订|提出|整理|汇总成|填好|填妥|确定)(?<what>[^，。；:]{2,40}?)(?:并[^，。；]{0,12})?[，,]/g
/** "填妥附表交回本会" */
const handedBack = /^(?<what>[^，。；]{2,30}?)(?:[交寄送掷]回|[掷返]还|送交|报送|寄至|交至)/
const formLead = /^(?:请|并|认真|如实|须|按?要求|按照要求)*(?:形成|撰写|填写|编制|填报|填好|填妥|汇总成)/
/** In what form: "电子版", "PDF版和Word版" says of what has been named before it. */
const formOnly = /^(?:(?:PDF|Word|WORD|Excel|EXCEL|电子|纸质|扫描|书面|盖章)?[版件稿档]?[、和及与,，]?)+$/
/** "以传真或电邮（……）": by what means, before the verb. */
const means =
  /^[，,]?(?:以|通过)(?:(?:邮寄|传真|电邮|书面|电子邮件|快递|网络)(?:\([^()]*\))?[、或及和]*)+(?:的?(?:方式|形式))?/
const lateness = /[，,](?:逾期|过期|超期|过时|未按|特此)[^]*$/
const forwarded = /印发|转发|下发|[，,](?:请|现|并)/
/** No name of a thing: a circumstance, or the mere time of it. */
const nothing =
  /^(?:各地|各单位|请?[贵你].{0,4}|请|分别|经研究|[^，]*(?:后|时|期间)|请[^，]*(?:者|人员|教师|老师|同学|同志|选手|单位))$/
const subject =
  /^(?:请)?(?:各[^，。；]{0,20}?(?:单位|妇联|部门|学校|地|区|县|市|街道|乡镇|局|委|企业|协会|镇|村|社区|院校|高校|公司|科室|支部|医院|机构|学院|分工会|团委|总支)(?:要|应|须|请|需)?)+/
const work = new RegExp(`^[，,]?[^，。；]{0,10}?(?:${WORK})[^，。；\\n]{0,40}`)
/** Numbers of points, marks, and brackets that only one end of is there. */
const leading =
  /^(?:[\s，,、：:]|\(?[一二三四五六七八九十]{1,3}[)、]|\(?\d{1,2}[).、](?!\d)|[①-⑳]|其中|的(?=.))*/
const trailing = /[\s，,、：:(]*$/

/** What is to be handed in by a date; where no words name it, an empty stretch. */
export function whatOf(placed: Placed, recipients: string[] = []): Stretch {
  const { before } = placed
  const after = essentialOf(placed.after)
  const found =
    atOnce(after) ??
    named(after, taken) ??
    named(after, takenAnyhow) ??
    named(after, withoutVerb) ??
    named(before, beforeTaken) ??
    named(before, byWhom) ??
    sentAlong(after) ??
    named(after, made) ??
    objectAfter(after) ??
    named(before, takenEarlier) ??
    (recipients.length > 0 ? null : subjectBefore(before))
  if (found !== null && !formOnly.test(found.text)) return found
  return ahead(placed) ?? found ?? verbAfter(after) ?? stretch('', after.start, after.start)
}

/** The words after a date without the means, and without what becomes of late ones. */
function essentialOf(after: Stretch): Stretch {
  const words = after.text.replace(lateness, '')
  const from = /^(?:\([^()]*\))?/.exec(words)?.[0].length ?? 0
  const behind = from + (means.exec(words.slice(from))?.[0].length ?? 0)
  return { text: words.slice(behind), start: after.start + behind, end: after.start + words.length }
}

/** "提交总结，同时将照片发至邮箱": what the first verb names, where that follows at once. */
function atOnce(after: Stretch): Stretch | null {
  const match = direct.exec(after.text)
  const { verb = '', what = '' } = match?.groups ?? {}
  if (match === null) return null
  const at = match[0].length - what.length - verb.length
  return at > 8 || /[将把]|(?:并|后)$/.test(match[0].slice(0, at)) ? null : objectAfter(after)
}

/** What was named further ahead in the sentence: the last paper before the date, or the last that was drawn up. */
function ahead({ sentence, mention }: Placed): Stretch | null {
  const words = withoutNotes(stretchBefore(sentence, mention.start))
  const papers = [...words.text.matchAll(paperAhead), ...words.text.matchAll(formAhead)]
  const last = papers.sort((one, other) => one.index - other.index).at(-1)
  const what = last?.groups?.['what']
  if (last === undefined || what === undefined) return null
  const at = last.index + last[0].lastIndexOf(what)
  const found = part(words, at, at + what.length)
  return found.text.length < 2 ? null : found
}

/** What stands in brackets ("可另附材料") names no paper. */
function withoutNotes(words: Stretch): Stretch {
  return { ...words, text: words.text.replace(/\([^()]*\)/g, (note) => '·'.repeat(note.length)) }
}

function stretchBefore({ text, start }: Stretch, end: number): Stretch {
  return { text: text.slice(0, end - start), start, end }
}

/** "二、征集时间" above the date: what it is the time of. */
export function underHeading({ heading }: Placed): Stretch | null {
  if (heading === null || !timeLabel.test(heading.text)) return null
  const found = part(heading, 0, heading.text.replace(timeLabel, '').length)
  return found.text.length < 2 ? null : found
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
  if (pattern === beforeTaken && (forwarded.test(what) || (/[，,]/.test(match[0]) && report.test(what))))
    return null
  const at = match.index + match[0].indexOf(what)
  return part(words, at, at + what.length)
}

/** "上报全年总结": what follows the verb, unless that is the office that it goes to. */
function objectAfter(after: Stretch): Stretch | null {
  const match = direct.exec(after.text)
  const { what = '', verb = '' } = match?.groups ?? {}
  if (match === null || what.length < 2 || /^(?:至|到)/.test(verb.slice(-1))) return null
  const to =
    /(?:至|到|给|报(?=[省市县区我]))(?=[^，。；]{0,24}(?:邮箱|局|委|办|部|处|科|室|会|中心|老师|同志|@|OA|平台))/.exec(
      what,
    )
  const object = to === null || to.index < 2 ? what : what.slice(0, to.index)
  const filled = /^填/.test(verb) ? handedBack.exec(object)?.groups?.['what'] : undefined
  if (filled !== undefined)
    return part(after, match[0].length - what.length, match[0].length - what.length + filled.length)
  if (destination.test(object) || /^(?:完毕|完成|到位|工作|进行)/.test(object)) return null
  const at = match[0].length - what.length
  return part(after, at, at + object.length)
}

/** "活动总结请于5月10日前报": what stands before the date, less who is asked and the word for its time. */
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
    .replace(timeLabel, '')
  const asked = subject.exec(words)?.[0].length ?? 0
  const drawnUp = formLead.exec(words.slice(asked))?.[0].length ?? 0
  const found = part(before, clause + asked + drawnUp, clause + words.length)
  return found.text.length < 2 || nothing.test(found.text) ? null : found
}

function verbAfter(after: Stretch): Stretch | null {
  const match = verbs.exec(after.text)
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
