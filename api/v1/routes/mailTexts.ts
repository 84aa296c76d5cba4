import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { loadMailTextHistory, loadNewestTexts, type MailTextVersion } from '../../../db/queries/mailTexts.ts'
import { mailLanguages, mailTextKinds, placeholdersOf } from '../../../domain/mailText.ts'
import { originalText } from '../../../mail/templates/ownWords.ts'
import { renderMail } from '../../../mail/templates/render.ts'
import { mailTextSample } from '../../../mail/templates/sample.ts'
import { previewMailText } from '../../../operations/mailTexts/previewMailText.ts'
import {
  holdMailText,
  mailTextSchema,
  resetMailText,
  saveMailText,
  whichTextSchema,
} from '../../../operations/mailTexts/saveMailText.ts'
import type { Op } from '../../../operations/perform.ts'
import { coordinating } from '../../../web/access.ts'
import { commands, noInput, noParams, reads, type ApiDependencies } from '../route.ts'
import { instant } from '../schemas.ts'

const tag = 'mail texts'

const textAnswer = z
  .object({ subject: z.string(), opening: z.string(), closing: z.string() })
  .meta({ id: 'MailText', description: 'Words with placeholders, `{unit}`; a line is a paragraph' })
const versionAnswer = z
  .object({
    kind: z.enum(mailTextKinds),
    language: z.enum(mailLanguages),
    version: z.number().int(),
    /** Null: from here on the mail speaks in its own words again. */
    text: textAnswer.nullable(),
    savedAt: instant,
    savedBy: z.string(),
  })
  .meta({ id: 'MailTextVersion' })
const oneAnswer = z
  .object({
    /** What a save has to name; 0 where nothing was ever changed. */
    version: z.number().int(),
    text: textAnswer,
    original: textAnswer,
    placeholders: z.array(z.string()),
    history: z.array(versionAnswer),
  })
  .meta({ id: 'MailTextInForce' })
const previewAnswer = z
  .object({
    unitName: z.string().nullable(),
    at: instant,
    subject: z.string(),
    text: z.string(),
    html: z.string(),
  })
  .meta({ id: 'MailTextPreview' })

const version = z.number().int().min(0).max(1_000_000)
/** A link in a preview opens nothing. */
const noKey = Buffer.alloc(32)

const toAnswer = ({ savedAt, ...rest }: MailTextVersion) => ({ ...rest, savedAt: savedAt.toISOString() })

type Which = z.output<typeof whichTextSchema>

const inForce = {
  answer: oneAnswer,
  async read({ tx }: Op, which: Which) {
    const history = await loadMailTextHistory(tx, which)
    const original = originalText(which.kind, which.language)
    return {
      version: history[0]?.version ?? 0,
      text: history[0]?.text ?? original,
      original,
      placeholders: [...placeholdersOf[which.kind]],
      history: history.map(toAnswer),
    }
  },
  hold: ({ tx }: Op, which: Which) => holdMailText(tx, which),
}

export function mailTextRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  reads(app, deps, '/mail-texts', {
    summary: 'The newest version of each mail text that was ever changed',
    tag,
    access: coordinating,
    params: noParams,
    input: noInput,
    answer: z.object({ items: z.array(versionAnswer) }),
    read: async ({ tx }) => ({ items: (await loadNewestTexts(tx)).map(toAnswer) }),
  })
  reads(app, deps, '/mail-texts/:kind/:language', {
    summary: 'What a mail says, what it may name, and what it said before',
    tag,
    access: coordinating,
    params: whichTextSchema,
    input: noInput,
    ...inForce,
  })
  commands(app, deps, 'PUT', '/mail-texts/:kind/:language', {
    summary: 'Put words into use, for mails that are claimed from now on',
    tag,
    access: coordinating,
    params: whichTextSchema,
    ifMatch: inForce,
    input: mailTextSchema.extend({ version }),
    answer: z.object({ version: z.number().int() }),
    run: (op, which, { version: seen, ...text }) => saveMailText(op, { ...which, version: seen, text }),
  })
  commands(app, deps, 'POST', '/mail-texts/:kind/:language/reset', {
    summary: "Go back to the mail's own words",
    tag,
    access: coordinating,
    params: whichTextSchema,
    ifMatch: inForce,
    input: z.strictObject({ version }),
    answer: z.object({ version: z.number().int() }),
    run: (op, which, { version: seen }) => resetMailText(op, { ...which, version: seen }),
  })
  commands(app, deps, 'POST', '/mail-texts/:kind/:language/preview', {
    summary: 'The mail that a unit would get with these words; nothing is kept, nothing is sent',
    tag,
    access: coordinating,
    params: whichTextSchema,
    input: mailTextSchema.extend({
      campaignId: z.number().int().positive().max(2_147_483_647).nullable().default(null),
      /** Its code or a part of its name; left out, one is chosen. */
      unit: z.string().max(80).default(''),
    }),
    answer: previewAnswer,
    async run(op, which, { campaignId, unit, ...text }) {
      const sample = mailTextSample(which.language)
      const preview = await previewMailText(op, { ...which, text, campaignId, unit, sample })
      const { content, zone, at } = preview
      const mail = renderMail(content, {
        language: which.language,
        baseUrl: 'https://duban.invalid',
        key: noKey,
        zone,
      })
      return { unitName: preview.unit?.name ?? null, at: at.toISOString(), ...mail }
    },
  })
}
