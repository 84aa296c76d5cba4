import type { CircularQuota } from './draft.ts'
import { numberOf } from './numerals.ts'
import { isOffice } from './offices.ts'
import type { Page } from './page.ts'
import { linesOf, wordsAt } from './page.ts'
import { sentencesIn, type Stretch } from './sentence.ts'

const NUMBER = '(?:\\d{1,4}|(?<![统唯专单第之逐式])[一二三四五六七八九十两]{1,3})'
const UNIT = '(?:名|个|人|篇|件|项|户|家|部|份|组|支|幅|例|条|对|所|队|首|节|场|次|张|位|封|则|套|种)'
const VERB =
  '(?:推荐|提名|推选|选送|报送|上报|申报|选派|选拔|评选|遴选|推报|报|荐|选|派|限报|限推|可推荐|提交|确定|组织|参加|建立|创建|打造|培育|选树|限|征集|提供|选出|举办|开展|限额|组建|成立|培养|联系|结对)'
const HOW = '(?:不超过|不多于|不得超过|最多|至多|限|不少于|不低于|至少|原则上|各|共|约|的)*'
const who = `(?:每\\d{1,4}(?:名|个|人|户|家|支)[\\u4e00-\\u9fff]{0,6}?|每(?:个|一)?[\\u4e00-\\u9fff()]{1,14}?|各[\\u4e00-\\u9fff()、]{0,18}?|[\\u4e00-\\u9fff()]{2,12}(?:区|县|市|局|校|妇联|委|院|镇|街道|单位|部门|会|处|办|机关|企业|公司|协会|社区|村)各?)`

/** "每区推荐2名", "各推荐1—2个", "各区县妇联要研究确定1个重点课题", "限报3名". */
const quota = new RegExp(
  `(?<who>${who})(?:要|应|须|需|可|限|原则上|统一|至少|最多|择优|研究|均|请|分别|各|按要求|结合实际|必须)*(?<verb>${VERB})(?<object>[\\u4e00-\\u9fff“”《》()]{0,12}?)(?<how>${HOW})(?<min>${NUMBER})(?:[—~至到-]{1,2}(?<max>${NUMBER}))?(?<unit>${UNIT})(?<more>以上|以内|左右)?(?<thing>[\\u4e00-\\u9fff“”]{0,16})`,
  'g',
)
const limited = new RegExp(
  `(?<verb>限报|限推荐?|名额(?:为)?|推荐名额(?:为)?|限额|推荐数量(?:为)?)(?<how>${HOW}):?(?<min>${NUMBER})(?:[—~至到-]{1,2}(?<max>${NUMBER}))?(?<unit>${UNIT})(?<more>以内)?(?<thing>[\\u4e00-\\u9fff“”]{0,12})`,
  'g',
)
const perUnit = new RegExp(
  `每(?:个|一)?(?<who>[\\u4e00-\\u9fff]{1,8}?(?:\\([\\u4e00-\\u9fff、]{1,8}\\))?)(?<how>${HOW})(?<min>${NUMBER})(?:[—~至到-]{1,2}(?<max>${NUMBER}))?(?<unit>${UNIT})(?=[，,。；;)、\\n]|$)`,
  'g',
)
/** "各分工会从……选择其一，推荐1名": the number stands a clause after whom it is for. */
const carried = new RegExp(
  `(?<who>各[\\u4e00-\\u9fff()、]{1,14}?)(?=从|在|于|按|根据|结合|要|应|须|需|请|可|择优|，)(?:[^。；\\n]{0,60}?，|于[^，。；\\n]{2,14}前)(?:并|择优|可)*(?<verb>推荐|推选|选送|选派|申报|报送)(?<object>[\\u4e00-\\u9fff“”]{0,10}?)(?<how>${HOW})(?<min>${NUMBER})(?:[—~至到-]{1,2}(?<max>${NUMBER}))?(?<unit>${UNIT})(?<more>以上|以内)?(?<thing>[\\u4e00-\\u9fff“”]{0,16})`,
  'g',
)
const own = new RegExp(
  `(?<who>我[省市县区校院镇街]|本(?:校|院|区|县|单位))(?:可|共|拟|应)?(?:向[\\u4e00-\\u9fff]{1,10})?(?<verb>推荐|选送|申报|上报)(?<object>[\\u4e00-\\u9fff“”]{0,10}?)(?<how>${HOW})(?<min>${NUMBER})(?:[—~至到-]{1,2}(?<max>${NUMBER}))?(?<unit>${UNIT})(?<thing>[\\u4e00-\\u9fff“”]{0,16})`,
  'g',
)
/** "各市妇联分管主席1名、办公室主任1名": who of each takes part. */
const staff = new RegExp(
  `(?<who>各[\\u4e00-\\u9fff()、]{0,12}(?:妇联|残联|团委|工会|局|委|会|校|院|区|县|市|镇|街道|单位|部门|公司|中心))(?<object>(?:分管|主要|有关)?[\\u4e00-\\u9fff]{0,6}(?:主席|主任|负责人|负责同志|领导|局长|书记|联络员|工作人员|代表|干部))(?<how>${HOW})(?<min>${NUMBER})(?:[—~至到-]{1,2}(?<max>${NUMBER}))?(?<unit>名|人)(?=[，、；。()\\n]|$)`,
  'g',
)
/** A number of something, and a word that hands it out: without both there is no quota to look for. */
const counts = new RegExp(`(?=[^]*[每各限额我本])[^]*${NUMBER}${UNIT}`)
const past = /已|了(?!解)|累计|截至|目前|去年|以来|曾|先后|现有|共有/
const notUnit =
  /^每(?:支|队|组)|每(?:年|月|季|周|天|日|次|人(?:限|均)?$|名|位|篇|半|期|场|节|小时|天|平方)|各项|各类|各方|各界|各级党委/

/** How many of something each unit may or must send. Tables of quotas are read row by row. */
export function readQuotas(page: Page): CircularQuota[] {
  return [...inSentences(page), ...inLists(page), ...inTables(page)]
}

const listed =
  /(?:^|[，,、；:])(?<who>[\u4e00-\u9fff]{2,12}?(?:镇|乡|街道|区|县|市|局|校|妇联|单位|学校|学院|医院|公司))各?(?<n>\d{1,4})(?<unit>名|个|人|件|篇|项|户)(?=[，,、；]|$)/g

/** "城关镇60名，中厂镇40名": quotas in a row. */
function inLists(page: Page): CircularQuota[] {
  return sentencesIn(page.running.text).flatMap((sentence) => {
    if (!/名额|指标|分配/.test(sentence.text)) return []
    const rows = [...sentence.text.matchAll(listed)]
    return rows.length < LEAST_ROWS ? [] : rows.map((match) => listedQuota(page, sentence.start, match))
  })
}

function listedQuota(page: Page, from: number, match: RegExpExecArray): CircularQuota {
  const { who: name = '', n = '', unit = '' } = match.groups ?? {}
  const start = from + match.index + match[0].indexOf(name)
  const span = page.running.span(start, from + match.index + match[0].length)
  const count = Number(n)
  return { who: name, what: '', min: count, max: count, measure: unit, text: wordsAt(page.raw, span), span }
}

interface Quoted {
  at: number
  end: number
  quota: CircularQuota
}

function inSentences(page: Page): CircularQuota[] {
  const { text } = page.running
  const found: Quoted[] = []
  for (const sentence of sentencesIn(text)) {
    if (past.test(sentence.text) || !counts.test(sentence.text)) continue
    for (const pattern of [quota, limited, perUnit, own, carried, staff]) {
      for (const match of sentence.text.matchAll(pattern)) {
        const at = sentence.start + match.index
        const end = at + match[0].length
        const read = named(sentence, quotaOf(page, at, match))
        if (read === null || found.some((other) => other.at < end && at < other.end)) continue
        found.push({ at, end, quota: read }, ...further(page, sentence, end, read))
      }
    }
  }
  return found.sort((one, other) => one.at - other.at).map((one) => one.quota)
}

/** "4.青年标兵：每个支部推荐1名": of what it is, where only the words before the colon say so. */
function named(sentence: Stretch, quota: CircularQuota | null): CircularQuota | null {
  const label = /^(?:\(?[\d一二三四五六七八九十]{1,3}[)、.]+)?(?<label>[\u4e00-\u9fff“”]{2,16}):/.exec(
    sentence.text,
  )?.groups?.['label']
  if (quota === null || quota.what !== '' || label === undefined) return quota
  return /要求|名额|条件|时间|办法|方式|程序|范围|分配|数量|原则/.test(label)
    ? quota
    : { ...quota, what: label }
}

const next = new RegExp(
  `^(?:[^，。；、]{0,8}以[内上])?[、，,和及]{1,2}(?:推荐|推选|评选|选送|申报)?(?<thing>[\\u4e00-\\u9fff“”]{1,14}?)(?<how>${HOW})(?<min>${NUMBER})(?:[—~至到-]{1,2}(?<max>${NUMBER}))?(?<unit>${UNIT})(?=[，,、；。()]|$)`,
)

/** "推荐小学组2支、中学组1支": the same unit's next kind. */
function further(page: Page, sentence: Stretch, from: number, first: CircularQuota): Quoted[] {
  const match = next.exec(sentence.text.slice(from - sentence.start))
  const { thing = '', how = '', min = '', max, unit = '' } = match?.groups ?? {}
  const low = numberOf(min)
  const high = max === undefined ? low : numberOf(max)
  if (match === null || low === null || high === null || /[每各]|^(?:共|组织|开展|参加|举办)/.test(thing))
    return []
  const at = from + match[0].indexOf(thing)
  const end = from + match[0].length
  const span = page.running.span(at, end)
  const quota = {
    ...first,
    what: thing,
    min: /不超过|最多|至多|限/.test(how) && max === undefined ? null : low,
    max: /不少于|不低于|至少/.test(how) && max === undefined ? null : high,
    measure: unit,
    text: wordsAt(page.raw, span),
    span,
  }
  return [{ at, end, quota }, ...further(page, sentence, end, quota)]
}

function quotaOf(page: Page, at: number, match: RegExpExecArray): CircularQuota | null {
  const {
    who: asked = '',
    object = '',
    how = '',
    min = '',
    max,
    unit = '',
    more = '',
    thing = '',
  } = match.groups ?? {}
  if (notUnit.test(match[0].slice(0, asked.length + 2)) || /年|月|日/.test(object.slice(-1))) return null
  const low = numberOf(min)
  const high = max === undefined ? low : numberOf(max)
  if (low === null || high === null || low === 0 || (min === '一' && unit === '次')) return null
  const span = page.running.span(at, at + match[0].length)
  const atMost = /不超过|不多于|不得超过|最多|至多|限/.test(how + match[0]) || more === '以内'
  const atLeast = /不少于|不低于|至少/.test(how + match[0]) || more === '以上'
  return {
    who: asked
      .replace(/^(?:但|请|并|由|其中)+/, '')
      .replace(/^.*[前内]各/, '各')
      .replace(/^\(?[一二三四五六七八九十\d]+[)、.]/, ''),
    what: `${object}${thing}`.replace(/^[的“”]+/, ''),
    min: atMost && max === undefined ? null : low,
    max: atLeast && max === undefined ? null : high,
    measure: unit,
    text: wordsAt(page.raw, span),
    span,
  }
}

const tableHead = /名额|指标|分配|任务数|推荐数|数量/
const row =
  /^(?:\d{1,3}[\s\t.、]+)?(?<who>[\u4e00-\u9fff()、]{2,24}?)[\s\t:]+(?<n>\d{1,4})(?:\s*(?<unit>名|个|人|篇|件|项|户|家|份))?(?:[\s\t].*)?$/
const LEAST_ROWS = 2

/** Rows "name, number" under a heading about quotas; in loose text, where blanks and tabs part the cells. */
function inTables(page: Page): CircularQuota[] {
  const lines = linesOf(page.loose.text)
  const found: CircularQuota[] = []
  for (let at = 0; at < lines.length; at += 1) {
    if (!tableHead.test(lines[at]?.text ?? '') || (lines[at]?.text.length ?? 99) > 60) continue
    const rows: CircularQuota[] = []
    let misses = 0
    let next = at + 1
    for (; next < lines.length && misses < 3; next += 1) {
      const line = lines[next]
      const match = row.exec(line?.text ?? '')
      const name = match?.groups?.['who'] ?? ''
      if (
        line === undefined ||
        match === null ||
        /合计|总计|小计/.test(name) ||
        !(isOffice(name) || /[区县市镇]$/.test(name))
      ) {
        misses += 1
        continue
      }
      misses = 0
      const n = Number(match.groups?.['n'])
      const span = page.loose.span(line.start, line.end)
      rows.push({
        who: name,
        what: '',
        min: n,
        max: n,
        measure: match.groups?.['unit'] ?? '',
        text: wordsAt(page.raw, span),
        span,
      })
    }
    if (rows.length < LEAST_ROWS) continue
    found.push(...rows)
    at = next - 1
  }
  return found
}
