import type { Page, Reading } from './page.ts'
import { wordsAt } from './page.ts'

const heading =
  /^(?:[一二三四五六七八九十\d]+[、.]|\([一二三四五六七八九十\d]+\))?(?:活动|宣传|大赛|竞赛|会议|年度|培训|征文|本次活动|工作|教育|主题)?主题(?:活动)?(?:词|名称)?$/
const labelled =
  /(?:^|[、.)\s])(?:活动|宣传|大赛|竞赛|会议|征文|本次活动|年度|教育)?主题(?:为|是)?:(?<theme>[^。；\n]{2,80})/
const english = /theme (?:is|of the \w+ is|:) ?[“"'‘](?<theme>[^”"’'\n]{3,80})[”"’']/i
const within = /以["“](?<theme>[^”"\n]{2,60})["”]为(?:活动|宣传|年度)?主题/
const named = /(?:活动|宣传|大赛|征文|本次[^，。]{0,6})?主题(?:为|是|:)["“](?<theme>[^”"\n]{2,60})["”]/

/** What a campaign is called by: under a heading of its own, after a label, or said in a sentence. */
export function readTheme(page: Page): Reading<string> | null {
  const index = page.lines.findIndex(({ text }) => heading.test(text.replace(/[:。]$/, '')))
  const under = page.lines[index + 1]
  if (
    index >= 0 &&
    under !== undefined &&
    under.text.length <= 80 &&
    !/^[一二三四五六七八九十]、/.test(under.text)
  )
    return reading(page, under.start, under.end)
  for (const pattern of [labelled, named, within, english]) {
    for (const line of page.lines) {
      const theme = pattern.exec(line.text)?.groups?.['theme']
      if (theme === undefined) continue
      const at = line.start + line.text.indexOf(theme)
      return reading(page, at, at + theme.length)
    }
  }
  return inRunning(page)
}

function inRunning(page: Page): Reading<string> | null {
  for (const pattern of [named, within]) {
    const match = pattern.exec(page.running.text)
    const theme = match?.groups?.['theme']
    if (match === null || theme === undefined) continue
    const at = match.index + match[0].indexOf(theme)
    const span = page.running.span(at, at + theme.length)
    return { value: wordsAt(page.raw, span), span }
  }
  return null
}

/** A theme has blanks where a line of verse would break: they are kept. Marks around the whole of it are not. */
function reading(page: Page, start: number, end: number): Reading<string> {
  const span = page.tight.span(start, end)
  const words = page.raw
    .slice(...span)
    .replace(/\*\*/g, '')
    .replace(/[ \t\u3000\n\r]+/g, ' ')
    .trim()
  return { value: words.replace(/^[“"](.*)[”"][。.]?$/, '$1').replace(/[。；;]$/, ''), span }
}
