import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { loadMailTextDraft, loadMailTextHistory, loadNewestTexts } from '../../db/queries/mailTexts.ts'
import type { MailLanguage } from '../../domain/mailText.ts'
import { Problem } from '../../domain/problem.ts'
import { originalText } from '../../mail/templates/ownWords.ts'
import { renderMail } from '../../mail/templates/render.ts'
import { mailTextSample } from '../../mail/templates/sample.ts'
import {
  draftMailText,
  forgetDraft,
  mailTextSchema,
  resetMailText,
  saveMailText,
  whichTextSchema,
  type WhichText,
} from '../../operations/mailTexts/saveMailText.ts'
import { previewMailText, type MailTextPreview } from '../../operations/mailTexts/previewMailText.ts'
import { look, perform, type AccountActor, type Op } from '../../operations/perform.ts'
import { coordinating } from '../access.ts'
import { desk, requirePerson, submit } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { idField, parse, parseAddress } from '../forms.ts'
import { sendMailHtml } from '../mailFrame.ts'
import { MailTextEditPage } from '../pages/mailTexts/EditPage.tsx'
import { MailTextListPage } from '../pages/mailTexts/ListPage.tsx'
import { MailTextPreviewPage } from '../pages/mailTexts/PreviewPage.tsx'

const guarded = { config: { access: coordinating } }
const versionField = z.coerce.number().int().min(0).max(1_000_000)
const editQuery = z.object({
  version: versionField.optional().catch(undefined),
  draft: z.string().optional(),
  done: z.enum(['used', 'reset']).nullable().catch(null).default(null),
})
const previewQuery = z.object({
  campaign: idField.optional().catch(undefined),
  unit: z.string().trim().max(80).catch('').default(''),
})
/** A link in a preview opens nothing. */
const noKey = Buffer.alloc(32)

const whichOf = (request: FastifyRequest): WhichText => parseAddress(whichTextSchema, request.params)
const addressOf = ({ kind, language }: WhichText): string => `/mail-texts/${kind}/${language}`

/** What mails say, changed by people: the list, one mail's words, and how they look on a real unit before they are used. */
export function mailTextRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/mail-texts', guarded, (request, reply) =>
    desk(deps, request, reply, {
      load: ({ tx }) => loadNewestTexts(tx),
      draw: (newest) => <MailTextListPage newest={newest} />,
    }),
  )
  app.get('/mail-texts/:kind/:language', guarded, (request, reply) => edit(deps, request, reply))
  app.get('/mail-texts/:kind/:language/preview', guarded, (request, reply) => preview(deps, request, reply))
  app.get('/mail-texts/:kind/:language/preview/html', guarded, async (request, reply) => {
    const { mail } = await look(deps.db, requirePerson(request), (op) => previewed(deps, op, request))
    return sendMailHtml(reply, mail.html)
  })
  changes(app, deps)
}

type Show = (
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: Problem,
) => Promise<FastifyReply>

function changes(app: FastifyInstance, deps: WebDependencies): void {
  const change = (
    path: string,
    show: Show,
    run: (op: Op<AccountActor>, which: WhichText, request: FastifyRequest) => Promise<unknown>,
    next: string,
  ): void => {
    app.post(`/mail-texts/:kind/:language${path}`, guarded, (request, reply) =>
      submit(
        reply,
        async () => {
          const which = whichOf(request)
          await perform(deps.db, requirePerson(request), (op) => run(op, which, request), request.id)
          return `${addressOf(which)}${next}`
        },
        (refused) => show(deps, request, reply, refused),
      ),
    )
  }
  const versionOf = ({ form }: FastifyRequest): number => parse(versionField, form.one('version'))
  change(
    '',
    edit,
    (op, which, request) => {
      const { form } = request
      const fields = {
        subject: form.one('subject'),
        opening: form.one('opening'),
        closing: form.one('closing'),
      }
      const text = parse(mailTextSchema, fields)
      return draftMailText(op, { ...which, text, basedOn: versionOf(request) })
    },
    '/preview',
  )
  change('/drop', edit, (op, which) => forgetDraft(op, which), '')
  change(
    '/use',
    preview,
    async (op, which, request) => {
      const { text } = await draftOf(op, which)
      return saveMailText(op, { ...which, text, version: versionOf(request) })
    },
    '?done=used',
  )
  change(
    '/reset',
    edit,
    (op, which, request) => resetMailText(op, { ...which, version: versionOf(request) }),
    '?done=reset',
  )
}

/** @throws Problem not-found where nothing was written that is not in use yet */
async function draftOf(op: Op<AccountActor>, which: WhichText) {
  const draft = await loadMailTextDraft(op.tx, { accountId: op.actor.accountId, ...which })
  if (draft === null) throw new Problem('not-found')
  return draft
}

const edit: Show = (deps, request, reply, refused) => {
  const which = whichOf(request)
  const query = parseAddress(editQuery, request.query)
  return desk(deps, request, reply, {
    load: async ({ tx, actor }) => {
      const history = await loadMailTextHistory(tx, which)
      const draft = await loadMailTextDraft(tx, { accountId: actor.accountId, ...which })
      const original = originalText(which.kind, which.language)
      const taken = history.find(({ version }) => version === query.version)?.text
      const drafted = query.draft === undefined ? undefined : draft?.text
      const text = taken ?? drafted ?? history[0]?.text ?? original
      return { history, draft, original, text }
    },
    draw: (view) => <MailTextEditPage {...which} {...view} done={query.done} />,
    refused,
  })
}

const preview: Show = (deps, request, reply, refused) =>
  desk(deps, request, reply, {
    load: (op) => previewed(deps, op, request),
    draw: (view) => (
      <MailTextPreviewPage
        {...whichOf(request)}
        {...view}
        subject={view.mail.subject}
        text={view.mail.text}
      />
    ),
    refused,
    typed: false,
  })

interface Previewed {
  preview: MailTextPreview
  version: number
  unit: string
  mail: ReturnType<typeof renderMail>
}

async function previewed(
  deps: WebDependencies,
  op: Op<AccountActor>,
  request: FastifyRequest,
): Promise<Previewed> {
  const which = whichOf(request)
  const { campaign, unit } = parseAddress(previewQuery, request.query)
  const { text, basedOn } = await draftOf(op, which)
  const sample = mailTextSample(which.language)
  const found = await previewMailText(op, { ...which, text, campaignId: campaign ?? null, unit, sample })
  return { preview: found, version: basedOn, unit, mail: set(deps, found, which.language) }
}

function set(deps: WebDependencies, { content, zone }: MailTextPreview, language: MailLanguage) {
  return renderMail(content, { language, baseUrl: deps.baseUrl, key: noKey, zone })
}
