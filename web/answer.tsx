import type { FastifyReply, FastifyRequest } from 'fastify'
import type { JSX } from 'preact'
import { z } from 'zod'
import { renderToString } from 'preact-render-to-string'
import { loadWaiting } from '../db/queries/waiting.ts'
import { loadInstallation } from '../db/queries/workingTime.ts'
import { Problem } from '../domain/problem.ts'
import { dateIn, DEFAULT_ZONE } from '../domain/time.ts'
import { seatsOf } from '../operations/docket/lockItems.ts'
import { look, type AccountActor, type LinkActor, type Op } from '../operations/perform.ts'
import { openLink } from '../operations/unit/openLink.ts'
import { sendPacked } from './asset.ts'
import { csrfToken } from './csrf.ts'
import type { WebDependencies } from './deps.ts'
import { FrameContext, type Frame } from './frame.ts'
import { ClosedLinkPage, MissingPage } from './pages/unit/LinkPages.tsx'
import { wordsOf, type Words } from './words.ts'

/** How a page comes about: what it reads in one transaction, and what it makes of that. */
export interface Page<A extends AccountActor | LinkActor, T> extends Outcome {
  load(op: Op<A>): Promise<T>
  draw(data: T): JSX.Element
}

export interface Outcome {
  /** The form that led here was refused: the page shows why, and what had been typed. */
  refused?: Problem | undefined
  /** Whether what had been typed is shown; without it, when the form was refused. */
  typed?: boolean | undefined
  /** Of an answer that is neither a page as asked for nor a refused form. */
  status?: number | undefined
}

/** What a page of one noun reads, by the id in its address. */
export type DeskLoad<T> = (op: Op<AccountActor>, id: number, query: unknown) => Promise<T>

export function requirePerson(request: FastifyRequest): AccountActor {
  if (request.person === null) throw new Problem('sign-in-needed')
  return request.person
}

/** The words of whoever signed in, for what is no page: in her language, by the clock of a zone. */
export function wordsFor(request: FastifyRequest, zone: string): Words {
  return wordsOf(request.wantedLanguage ?? requirePerson(request).language, zone)
}

/** Answers with a page for the person who signed in. */
export async function desk<T>(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page<AccountActor, T>,
): Promise<FastifyReply> {
  const person = requirePerson(request)
  const { frame, data } = await look(deps.db, person, async (op) => ({
    data: await page.load(op),
    frame: await deskFrame(deps, request, op),
  }))
  return send(reply, { ...frame, ...shownAgain(request, page) }, page.draw(data), statusOf(page))
}

async function deskFrame(
  deps: WebDependencies,
  request: FastifyRequest,
  op: Op<AccountActor>,
): Promise<Frame> {
  const person = op.actor
  const { zone } = await loadInstallation(op.tx)
  const coordinates = person.role === 'coordinator' || person.role === 'administrator'
  const waiting = await loadWaiting(op.tx, person.unitId, coordinates ? null : await seatsOf(op))
  return {
    ...bareFrame(deps, request, person.language, zone),
    today: dateIn(zone, op.asOf),
    person: { name: person.name, unitName: waiting.unitName, role: person.role },
    waiting: { reports: coordinates ? waiting.reports : 0, items: waiting.items },
    csrf: request.sessionToken === null ? null : csrfToken(deps.linkKey, request.sessionToken),
  }
}

const linkPath = z.object({ docket: z.string() })

/** Where the docket's pages are for who asks: a link of a docket mail opens them in a place of their own. */
export function docketBaseOf(request: FastifyRequest): string {
  const link = linkPath.safeParse(request.params)
  return link.success ? `/d/${link.data.docket}` : '/docket'
}

/** Answers with a unit's page, by the token in the path; a link that opens nothing tells whom to ask. */
export async function unitPage<T>(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  page: Page<LinkActor, T>,
): Promise<FastifyReply> {
  const link = await openLink(deps.db, deps.linkKey, token)
  if (link.kind !== 'open') {
    const closed = link.kind === 'unknown' ? null : link
    const zone = closed?.campaign?.zone ?? DEFAULT_ZONE
    const frame = bareFrame(deps, request, preferredLanguage(request), zone)
    return sendToPhone(reply, frame, <ClosedLinkPage link={closed} />, link.kind === 'unknown' ? 404 : 410)
  }
  const found = await look(deps.db, link.actor, async (op) => ({
    data: await page.load(op),
    zone: await zoneOf(op),
  })).catch(missing)
  if (found === null) {
    const frame = bareFrame(deps, request, link.actor.language, DEFAULT_ZONE)
    return sendToPhone(reply, frame, <MissingPage base={`/u/${token}`} />, 404)
  }
  const { data, zone } = found
  const frame = { ...bareFrame(deps, request, link.actor.language, zone), ...shownAgain(request, page) }
  return sendToPhone(reply, frame, page.draw(data), statusOf(page))
}

function missing(error: unknown): null {
  if (error instanceof Problem && error.code === 'not-found') return null
  throw error
}

/** A unit reads times by the clock of the notice. */
export async function zoneOf(op: Op<LinkActor>): Promise<string> {
  const row = await op.tx
    .selectFrom('campaign')
    .select('zone')
    .where('id', '=', op.actor.campaignId)
    .executeTakeFirst()
  return row?.zone ?? DEFAULT_ZONE
}

/** Who comes with a link, for a change. @throws Problem link-invalid, link-expired, link-replaced, link-ended */
export async function requireLink(deps: WebDependencies, token: string): Promise<LinkActor> {
  const link = await openLink(deps.db, deps.linkKey, token)
  if (link.kind === 'open') return link.actor
  throw new Problem(link.kind === 'unknown' ? 'link-invalid' : `link-${link.kind}`)
}

/** Answers with a page that needs nobody to be known. */
export function publicPage(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  page: JSX.Element,
  outcome: Outcome = {},
): FastifyReply {
  const frame = bareFrame(deps, request, preferredLanguage(request), DEFAULT_ZONE)
  return send(reply, { ...frame, ...shownAgain(request, outcome) }, page, statusOf(outcome))
}

function preferredLanguage(request: FastifyRequest): 'zh-CN' | 'en' {
  return /^en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh-CN'
}

function shownAgain(request: FastifyRequest, page: Outcome): Pick<Frame, 'problem' | 'typed'> {
  const again = page.typed ?? page.refused !== undefined
  return { problem: page.refused ?? null, typed: again ? request.form : null }
}

function statusOf(outcome: Outcome): number {
  return outcome.status ?? outcome.refused?.status ?? 200
}

function bareFrame(
  deps: WebDependencies,
  request: FastifyRequest,
  language: 'zh-CN' | 'en',
  zone: string,
): Frame {
  return {
    words: wordsOf(request.wantedLanguage ?? language, zone),
    path: request.method === 'GET' ? request.url.replace(/^\/+/, '/') : '/',
    addresses: deps.addresses,
    today: dateIn(zone, new Date()),
    person: null,
    waiting: { reports: 0, items: 0 },
    docketBase: docketBaseOf(request),
    csrf: null,
    problem: null,
    typed: null,
    fieldIds: 'f',
    hasMailbox: deps.mailbox !== null,
  }
}

function send(reply: FastifyReply, frame: Frame, page: JSX.Element, status: number): FastifyReply {
  return asPage(reply, status).send(markupOf(frame, page))
}

/**
 * For phones on slow lines. Nobody can make a unit's browser ask for a page of the unit without knowing its token, the
 * one secret in it; a page of somebody who signed in holds the mark of her session and is not packed.
 */
function sendToPhone(reply: FastifyReply, frame: Frame, page: JSX.Element, status: number): FastifyReply {
  return sendPacked(reply.request, asPage(reply, status), markupOf(frame, page))
}

function asPage(reply: FastifyReply, status: number): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store')
}

function markupOf(frame: Frame, page: JSX.Element): string {
  return `<!doctype html>${renderToString(<FrameContext.Provider value={frame}>{page}</FrameContext.Provider>)}`
}

/**
 * Does what a form asks for, then leads to the page that it names. A refusal shows the form again, as typed.
 * @param work gives the address to go to
 */
export async function submit(
  reply: FastifyReply,
  work: () => Promise<string>,
  again: (problem: Problem) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return reply.redirect(await work(), 303)
  } catch (error) {
    if (error instanceof Problem) return again(error)
    throw error
  }
}
