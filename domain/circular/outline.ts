import type { CircularGroup } from './draft.ts'
import type { Page } from './page.ts'
import { linesOf, wordsAt, type Line } from './page.ts'

/** How deep a heading stands: 一、 is 1, （一） 2, 1. 3, （1） 4. */
const levels = [
  /^[一二三四五六七八九十]{1,3}、/,
  /^\([一二三四五六七八九十]{1,3}\)/,
  /^\d{1,2}[.、](?!\d)/,
  /^\(\d{1,2}\)|^[①-⑳]/,
]

interface Section {
  level: number
  title: string
  line: Line
  /** Where its text ends. */
  end: number
  parent: Section | null
  children: Section[]
}

const contents = /内容|任务|安排|步骤|措施|重点|事项|项目|工作|载体|行动|分工/
const framing =
  /指导思想|主题|时间|目标|要求|组织|领导|保障|联系|范围|对象|原则|背景|意义|奖项|评选|报送|方式|附则|其他|名额/
const LONGEST_TITLE = 80

/** What is to be done: the numbered points of the sections about it, each with the heading that it stands under. */
export function readGroups(page: Page): CircularGroup[] {
  const sections = sectionsOf(page)
  const tops = sections.filter(({ parent }) => parent === null)
  const chosen = tops.filter(({ title }) => contents.test(title) && !framing.test(title))
  const used = chosen.length > 0 ? chosen : tops.filter(({ title }) => !framing.test(title))
  return used.flatMap((section) => groupsOf(page, section)).slice(0, 100)
}

function sectionsOf(page: Page): Section[] {
  const { text } = page.running
  const lines = linesOf(text)
  const sections: Section[] = []
  const open: Section[] = []
  for (const [index, line] of lines.entries()) {
    const level = levels.findIndex((pattern) => pattern.test(line.text))
    if (level < 0) continue
    while ((open.at(-1)?.level ?? -1) >= level) open.pop()
    const parent = open.at(-1) ?? null
    const section: Section = {
      level,
      title: titleOf(line.text),
      line,
      end: endOf(lines, index, level, text),
      parent,
      children: [],
    }
    parent?.children.push(section)
    sections.push(section)
    open.push(section)
  }
  return sections
}

function endOf(lines: Line[], index: number, level: number, text: string): number {
  for (const line of lines.slice(index + 1)) {
    const other = levels.findIndex((pattern) => pattern.test(line.text))
    if (other >= 0 && other <= level) return line.start - 1
    if (/^(?:附件|联系人|抄送|此页|特此)/.test(line.text)) return line.start - 1
  }
  return text.length
}

function titleOf(line: string): string {
  const words = levels.reduce((rest, pattern) => rest.replace(pattern, ''), line)
  return (words.split(/[。；:]/)[0] ?? words).slice(0, LONGEST_TITLE)
}

function groupsOf(page: Page, section: Section): CircularGroup[] {
  if (section.children.length === 0) return [{ ...headOf(page, section), items: [itemOf(page, section)] }]
  const deep = section.children.some(({ children }) => children.length > 0)
  if (!deep)
    return [{ ...headOf(page, section), items: section.children.map((child) => itemOf(page, child)) }]
  return section.children.map((child) => ({
    ...headOf(page, child),
    items: child.children.length > 0 ? child.children.map((one) => itemOf(page, one)) : [itemOf(page, child)],
  }))
}

function headOf(page: Page, { title, line }: Section): Pick<CircularGroup, 'title' | 'span'> {
  const at = line.start + line.text.indexOf(title)
  const span = page.running.span(at, at + title.length)
  return { title: wordsAt(page.raw, span), span }
}

function itemOf(page: Page, section: Section): CircularGroup['items'][number] {
  const { title, span } = headOf(page, section)
  const start = section.line.start + section.line.text.indexOf(section.title)
  const text = wordsAt(page.raw, page.running.span(start, section.end))
  return { title, text, span }
}
