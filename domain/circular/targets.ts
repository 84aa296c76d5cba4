import type { CircularTarget } from './draft.ts'
import { HAN_DIGITS, numberOf } from './numerals.ts'
import type { Page } from './page.ts'
import { wordsAt } from './page.ts'
import { sentencesIn } from './sentence.ts'

const UNIT =
  '(?:万元|亿元|百万元|元|人次|人|名|个|户|家|场次?|期|次|篇|条|件|份|所|项|亩|套|册|部|支|对|例|张|公里|平方米|吨|座|处|台|辆|批|面|组|节|课时|学时|小时|株|棵|幅|门|间|%|个百分点|成|站|点|天)'
const NUMBER = `(?<!第)(?:\\d[\\d,]*(?:\\.\\d+)?(?:万(?!元)|亿(?!元)|千|百)?|[${HAN_DIGITS}]{2,9}|百分之[${HAN_DIGITS}]{1,5})`
const atLeast =
  '(?:不少于|不低于|不小于|至少|达到|达|超过|突破|力争(?:达到)?|控制在|提高到|提升到|增加到|完成|实现|约)'
const doing =
  '(?:提供|培训|新增|招募|接待|解答|建立|建成|新建|创建|打造|发放|举办|开展|组织|培育|培养|发展|扶持|帮扶|救助|资助|走访|慰问|服务|宣讲|征集|选树|种植|改造|检查|筛查|覆盖|安置|募集|筹集|带动|帮助|引导|联系|发放|印发|制作|征订|采集|推出|化解|调解|巡讲|结对)'

/** "岗位不少于30000个", "覆盖率达到90%以上": a thing, a word of reaching, a number. */
const reached = new RegExp(
  `(?<name>[\\u4e00-\\u9fff“”"()]{2,24}?)(?:要|应|须|需|力争|确保|均)?(?<reach>${atLeast})(?:了)?(?<number>${NUMBER})(?<unit>${UNIT})?(?<over>以上|左右)?`,
  'g',
)
/** "提供岗位3万个", "培训妇女5000人次": something done to so many. */
const done = new RegExp(
  `(?<name>${doing}(?!了)[\\u4e00-\\u9fff“”"]{0,12}?)(?<number>${NUMBER})(?<unit>${UNIT})(?<over>以上|左右)?(?<thing>[\\u4e00-\\u9fff]{0,0})`,
  'g',
)
/** "培训1000名妇女": the number stands before the thing. */
const counted = new RegExp(
  `(?<name>${doing})(?<number>${NUMBER})(?<unit>${UNIT})(?<over>以上|左右)?(?<thing>[\\u4e00-\\u9fff“”]{2,12}?)(?=[，,。；、;\\n)]|$)`,
  'g',
)

const wished =
  /要|应|须|需|力争|确保|争取|不少于|不低于|至少|目标|计划|全年|年内|达到|任务|完成|实现|年底前|每/
const past =
  /已|了(?!解)|累计|截至|目前|去年|上年|以来|曾|共有|现有|走过|总结(?:了|出)|成功|同比|较上|先后|分别荣获|历时/
/** A number for each unit is a quota; one for a person's eligibility, or for the form of a paper, is no target of a campaign. */
const elsewhere =
  /每(?:月|周|天|日|季|个|家|区|县|市|校|镇|村|单位|人|名|所|位|篇|件|项|组|队)|各(?:区|县|单位|地|校|市|镇)[^，。；]{0,14}(?:推荐|选送|报送|申报|上报)|各[^，。；]{0,6}(?:至少|不少于|不低于)|各[^，。；]{0,10}(?:推荐|选送|报送|申报|上报|评选)|限报|名额|字|岁|学历|年限|任职|分辨率|像素|字数|大小|满\d|年龄|页|分钟|以内|获奖|一等奖|奖金|奖励|一式|工作日|联系电话|房|元\/|标准为|不超过|不得超过|MB|补助|补贴|时间|时长|推荐|评选|照\d|照片\d|推荐[书表]|主件|家庭生活照/

/** So few, where each unit is spoken of, is what each has to do. */
const LEAST_OF_ALL = 10

/** What the whole campaign has to come to, in numbers; only sentences that ask, not those that tell. */
export function readTargets(page: Page): CircularTarget[] {
  const { text } = page.running
  const found: (CircularTarget & { at: number; end: number })[] = []
  for (const sentence of sentencesIn(text)) {
    if (past.test(sentence.text)) continue
    const each = /(?:每|各)(?!项|类|种|界|级|方)/.test(sentence.text)
    const asked = wished.test(sentence.text) || inPoint(text, sentence.start)
    if (!asked) continue
    for (const pattern of [reached, counted, done]) {
      for (const match of sentence.text.matchAll(pattern)) {
        const target = read(page, sentence.start + match.index, match)
        if (
          target === null ||
          (each && target.total < LEAST_OF_ALL) ||
          elsewhere.test(clauseAround(sentence.text, match.index, match[0].length))
        )
          continue
        if (!found.some(({ at, end }) => at < target.end && target.at < end)) found.push(target)
      }
    }
  }
  return found
    .sort((one, other) => one.at - other.at)
    .map(({ name, total, measure, text: words, span }) => ({ name, total, measure, text: words, span }))
}

/** A numbered point says what is to be done, also where no word in it wishes. */
function inPoint(text: string, at: number): boolean {
  const line = text.lastIndexOf('\n', at) + 1
  const head = text.slice(line, line + 14)
  return /^[ ]*(?:\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、])|目标|任务/.test(head)
}

function clauseAround(sentence: string, at: number, length: number): string {
  const from =
    Math.max(sentence.lastIndexOf('，', at), sentence.lastIndexOf(',', at), sentence.lastIndexOf('；', at)) +
    1
  return sentence.slice(from, at + length + 3)
}

function read(
  page: Page,
  at: number,
  match: RegExpExecArray,
): (CircularTarget & { at: number; end: number }) | null {
  const { name = '', number = '', unit = '', thing = '' } = match.groups ?? {}
  const percent = number.startsWith('百分之')
  const total = numberOf(number.replace('百分之', ''))
  const measure = percent ? '%' : unit
  const label = nameOf(name, thing)
  if (measure === '%' && !/率|比例|比重|占比|面$|度$|数$/.test(label)) return null
  if (total === null || total === 0 || (measure === '' && total < 100) || label.length < 2) return null
  const end = at + match[0].length
  const start = at + match[0].indexOf(label.slice(0, 2))
  const span = page.running.span(Math.max(at, start), end)
  return { name: label, total, measure, text: wordsAt(page.raw, span), span, at, end }
}

function nameOf(name: string, thing: string): string {
  const words = name
    .replace(
      /^.*(?:前|底前|要|应|须|确保|力争|争取|全年|全市|全县|全区|年内|今年|计划|使|将|把|的)(?=.{2,})/,
      '',
    )
    .replace(/^[“”"()]+|[“”"()]+$/g, '')
  return `${words}${thing}`.replace(/^[，、和及与并]+/, '')
}
