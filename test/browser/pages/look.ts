import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { CDPSession, Page } from 'playwright-core'
import { z } from 'zod'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What a page is, beside what axe complains of. */
export interface Seen {
  lang: string
  title: string
  headings: number
  /** Pixels by which the body is wider than the screen. */
  wider: number
  complaints: string[]
}

const answerSchema = z.object({
  exceptionDetails: z.unknown().optional(),
  result: z.object({ value: z.string() }),
})
const factsSchema = z.object({ lang: z.string(), title: z.string(), headings: z.number(), wider: z.number() })

const facts = `JSON.stringify({
  lang: document.documentElement.lang,
  title: document.title,
  headings: document.querySelectorAll('h1').length,
  wider: document.documentElement.scrollWidth - window.innerWidth,
})`

/** Of a list the first rows stand for all: axe takes its time over each. */
const shorten = `document.querySelectorAll('tbody > tr:nth-child(n+9), li:nth-child(n+13)').forEach((row) => row.remove()), ''`

/** A frame is a page of its own and is looked at by itself: axe would wait for one in a sandbox for ever. */
const ask = `axe.run({ resultTypes: ['violations'], iframes: false, preload: false }).then(({ violations }) => JSON.stringify(
  violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, failureSummary }) =>
    id + ' ' + html.slice(0, 160) + ' ' + failureSummary.replaceAll(/\\s+/g, ' '))),
))`

/** One browser tab that goes from page to page. */
export interface Looker {
  page: Page
  /** What stands in the tab, at each width. */
  at(widths: readonly number[]): Promise<(Seen & { width: number })[]>
}

export async function looker(page: Page): Promise<Looker> {
  await page.addInitScript({ content: axe })
  // A policy without unsafe-eval lets no tool put a script into a page; the inspector of the browser may.
  const session = await page.context().newCDPSession(page)
  const each = async <T>(widths: readonly number[], schema: z.ZodType<T>, question: string): Promise<T[]> => {
    const answers: T[] = []
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 })
      answers.push(schema.parse(JSON.parse(await evaluate(session, question))))
    }
    return answers
  }
  return {
    page,
    at: async (widths) => {
      const seen = await each(widths, factsSchema, facts)
      await evaluate(session, shorten)
      const complaints = await each(widths, z.array(z.string()), ask)
      return seen.map((one, n) => ({ ...one, width: widths[n] ?? 0, complaints: complaints[n] ?? [] }))
    },
  }
}

async function evaluate(session: CDPSession, expression: string): Promise<string> {
  const answer: unknown = await session.send('Runtime.evaluate', { expression, awaitPromise: true })
  const { result, exceptionDetails } = answerSchema.parse(answer)
  if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails))
  return result.value
}

/** What speaks against a page. @param lang what was asked for */
export function findingsOf(seen: Seen, lang: string): string[] {
  return [
    ...seen.complaints,
    ...(seen.lang === lang ? [] : [`its lang is ${seen.lang}`]),
    ...(/^\S.* · (督办|Duban)$/.test(seen.title) ? [] : [`its title is ${seen.title}`]),
    ...(seen.headings === 1 ? [] : [`has ${seen.headings} h1`]),
    ...(seen.wider <= 0 ? [] : [`is ${seen.wider}px wider than the screen`]),
  ]
}
