import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { draftFromFiles, type CircularFile } from '../domain/circular/files.ts'
import type { CircularDraft } from '../domain/circular/draft.ts'
import { chinaHolidays } from '../domain/chinaHolidays.ts'
import { workingCalendar } from '../domain/calendar.ts'
import { defaultInstallation } from '../domain/installation.ts'
import { Problem } from '../domain/problem.ts'
import { circularQuestionText } from '../messages/circular.ts'
import type { Language } from '../messages/index.ts'
import { problemText } from '../messages/problems.ts'
import { startLanguage } from '../messages/start.ts'
import { readDocument } from '../operations/circular/readDocument.ts'
import { StartError, systemCode } from './embedded/startError.ts'
import { summaryOf } from './parseSummary.ts'

/**
 * `duban parse FILE…`: the draft of a campaign that a circular and its annexes give. Needs no database.
 * @throws StartError naming the file that cannot be read, and why
 */
export async function parseFiles(paths: string[], json: boolean): Promise<void> {
  const language: Language = startLanguage() === 'en' ? 'en' : 'zh-CN'
  const files: CircularFile[] = []
  for (const path of paths) files.push({ name: basename(path), text: await textOf(path, language) })
  const draft = draftFromFiles(files, { isWorking: (date) => seededCalendar().isWorking(date) })
  console.log(json ? JSON.stringify(printed(draft, language)) : summaryOf(draft, language))
}

async function textOf(path: string, language: Language): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw StartError.of('fileUnreadable', { file: path, detail: systemCode(error) })
  })
  try {
    return await readDocument(bytes)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw StartError.of('documentRefused', { file: path, reason: problemText(language, error) })
  }
}

let calendar: ReturnType<typeof workingCalendar> | undefined

function seededCalendar() {
  calendar ??= workingCalendar({ ...defaultInstallation, ...chinaHolidays() })
  return calendar
}

/** The draft as `--json` prints it: recipients and mailboxes as plain names, questions as sentences. */
export function printed(draft: CircularDraft, language: Language): Record<string, unknown> {
  const { recipients, mailboxes, questions, spans, ...rest } = draft
  return {
    ...rest,
    recipients: recipients.map(({ name }) => name),
    mailboxes: mailboxes.map(({ address }) => address),
    questions: questions.map((question) => ({
      field: question.field,
      code: question.code,
      text: circularQuestionText(language, question, draft.text),
      alternatives: question.alternatives,
      span: question.span,
    })),
    spans: {
      ...spans,
      recipients: recipients.map(({ span }) => span),
      mailboxes: mailboxes.map(({ span }) => span),
    },
  }
}
