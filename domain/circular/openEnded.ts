import type { Stretch } from './sentence.ts'
import { REPORT_SURELY } from './words.ts'

/** Something asked for without a day. `open`: in good time; `none`: nothing is said of when. */
export interface OpenEnded {
  kind: 'open' | 'none'
  /** The words that say when ("请及时报送"), or those that ask where none do. */
  start: number
  end: number
  what: Stretch | null
}

const soon = '(?:及时|尽快|尽早|随时|即时|立即|第一时间|抓紧|迅速|从速|即刻|适时)'
const inGoodTime = new RegExp(
  `(?<lead>(?:请|应|要|须|需|并|务必)?)(?<soon>${soon})(?<middle>[^，。；\\n]{0,60}?)(?<verb>${REPORT_SURELY})`,
  'g',
)
const withObject = new RegExp(
  `(?:将|把)(?<what>[^。；\\n]{2,60}?)[，,]?(?<soon>${soon})(?<middle>[^，。；\\n]{0,12}?)(?<verb>${REPORT_SURELY})`,
  'g',
)
const afterwards = new RegExp(
  `(?<anchor>[^，。；：\\n]{2,14}(?:结束|完成|完毕)之?后)[，,]?(?<middle>[^。；\\n\\d]{0,50}?)(?<verb>${REPORT_SURELY})`,
  'g',
)
const plain = new RegExp(
  `请(?<middle>[^。；\\n\\d]{0,24}?)(?:将|把)(?<what>[^。；\\n]{2,60}?)(?<verb>${REPORT_SURELY})`,
  'g',
)
/** What may never come, or comes only when something goes wrong, is no report that a unit owes. */
const conditional =
  /如有|如遇|遇有|遇到|若|倘|发现|出现|突发|异常|有何|有关问题|存在的?问题|问题|困难|变动|变更|有情况|疑问|不明|意见建议|意见和建议|向申请人|向申报人|如需/
const object = /将|把|情况|总结|材料|信息|报告|名单|表|照片|数据|成果|请|简报|动态/

/** What a sentence asks for without a day; the caller leaves out sentences whose dates say when. */
export function openEndedIn(sentence: Stretch): OpenEnded[] {
  const words = sentence.text
  if (conditional.test(words)) return []
  for (const pattern of [withObject, inGoodTime, afterwards]) {
    for (const match of words.matchAll(pattern)) {
      if (!object.test(match[0])) continue
      return [read(sentence, match, 'open')]
    }
  }
  for (const match of words.matchAll(plain)) return [read(sentence, match, 'none')]
  return []
}

function read(sentence: Stretch, match: RegExpExecArray, kind: OpenEnded['kind']): OpenEnded {
  const groups = match.groups ?? {}
  const what =
    groups['what'] ?? /(?:将|把)(?<what>[^。；\n]{2,60})$/.exec(groups['middle'] ?? '')?.groups?.['what']
  const at = what === undefined ? -1 : match[0].indexOf(what)
  const start = sentence.start + match.index
  if (what === undefined)
    return { kind, start, end: start + match[0].length, what: subjectBefore(sentence, match.index) }
  const cleaned = what?.replace(/[，,]+$/, '') ?? ''
  return {
    kind,
    start,
    end: start + match[0].length,
    what: at < 0 ? null : { text: cleaned, start: start + at, end: start + at + cleaned.length },
  }
}

/** "各单位开展活动的情况，请及时报送": what stands before the request. */
function subjectBefore(sentence: Stretch, until: number): Stretch | null {
  const words = sentence.text.slice(0, until).replace(/[，,\s]+$/, '')
  const from = Math.max(words.lastIndexOf('，'), words.lastIndexOf(','), words.lastIndexOf(':')) + 1
  const text = words.slice(from)
  if (!/情况|总结|材料|信息|报告|名单|表|照片|数据|成果|简报|动态|做法|经验/.test(text)) return null
  return { text, start: sentence.start + from, end: sentence.start + words.length }
}
