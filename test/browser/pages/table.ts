import type { DeclaredRoute } from '../../../api/security.ts'
import type { EveryCity, Fields, Who } from './everyCity.ts'

/** One state of a page. */
export interface Example {
  at: string
  /** Whoever its access names first, unless another is meant. */
  as?: Who
  /** 200 unless it says otherwise. */
  status?: number
}

/** A page that answers a form. */
export interface Answer extends Example {
  name: string
  as: Who
  fields: Fields
}

const every = (base: string, ...more: string[]): Example[] =>
  ['', ...more].map((rest) => ({ at: `${base}${rest}` }))

/** Each page by its route, in the states that people find it in. A route that stands in no list fails the test. */
export function examplesOf({ ids }: EveryCity): Record<string, Example[]> {
  const { campaign, closed, draft, unfinished, fromCircular, visit, obligation, docket, itemId, unitId } = ids
  const board = `/campaigns/${campaign}`
  return {
    '/sign-in': [{ at: '/sign-in', as: 'nobody' }, { at: '/sign-in?sent=1' }, { at: '/sign-in?password=1' }],
    '/sign-in/:token': every('/sign-in/abcdefghijklmnop'),
    '/account': [{ at: '/account' }, { at: '/account', as: 'supervisor' }],
    '/api-keys': every('/api-keys'),
    '/': [...every('/', '?show=drafts', '?show=ended'), { at: '/', as: 'supervisor' }],
    '/installation': [{ at: '/installation' }, { at: '/installation', as: 'supervisor', status: 403 }],
    '/campaigns/:id': [
      ...every(board, '?milestone=1', '?milestone=ack', '?milestone=1&order=table'),
      { at: `/campaigns/${closed}` },
      { at: board, as: 'supervisor' },
      { at: '/campaigns/999999', status: 404 },
    ],
    '/campaigns/:id/units': every(
      `${board}/units`,
      '?milestone=1&state=owing',
      '?q=没有',
      '?milestone=1&done=chase&n=2',
    ),
    '/campaigns/:id/units/:unitId': every(`${board}/units/${ids.twice}`, '?done=1'),
    '/campaigns/:id/act': every(`${board}/act?milestone=1&state=owing`, '&kind=extend'),
    '/campaigns/:id/commands': [...every(`${board}/commands`), { at: `/campaigns/${closed}/commands` }],
    '/campaigns/:id/notice': every(`${board}/notice`),
    '/campaigns/:id/moments': every(`${board}/moments`),
    '/campaigns/:id/mails': every(`${board}/mails`, '?filter=all'),
    '/campaigns/:id/dockets': every(`${board}/dockets`),
    '/campaigns/:id/result': [...every(`${board}/result`), { at: `/campaigns/${closed}/result` }],
    '/campaigns/:id/progress': every(`${board}/progress`, '?milestone=1'),
    '/campaigns/:id/export': every(`${board}/export`),
    '/campaigns/:id/appeals': [...every(`${board}/appeals`), { at: `${board}/appeals`, as: 'supervisor' }],
    '/campaigns/:id/print': every(`${board}/print`),
    '/campaigns/:id/units/:unitId/print': every(`${board}/units/${ids.twice}/print`),
    '/circulars/new': every('/circulars/new'),
    '/notices/:id/circular': every(`/notices/${fromCircular}/circular`),
    '/notices/new': every('/notices/new'),
    '/notices/:id': every(`/notices/${draft}`, '?saved=1'),
    '/notices/:id/preview': [
      ...every(`/notices/${draft}/preview`, '?unreachable=1'),
      { at: `/notices/${unfinished}/preview` },
    ],
    '/notices/:id/mail/:unitId': every(`/notices/${draft}/mail/${unitId}`),
    '/review': every('/review', `?campaign=${campaign}`, `?campaign=${closed}`),
    '/review/:reportId': every(`/review/${ids.report}`, `?campaign=${campaign}&beside=${ids.earlier}`),
    '/docket': [...every('/docket', '?filter=held'), { at: '/docket', as: 'supervisor' }],
    '/docket/items/:itemId': [{ at: `/docket/items/${itemId}`, as: 'supervisor' }],
    '/docket/decided': [{ at: '/docket/decided' }, { at: '/docket/decided', as: 'supervisor' }],
    '/d/:docket': every(`/d/${docket}`),
    '/d/:docket/items/:itemId': every(`/d/${docket}/items/${itemId}`),
    '/d/:docket/decided': every(`/d/${docket}/decided`),
    '/units': [...every('/units', '?q=村', '?reach=none'), { at: '/units', as: 'supervisor' }],
    '/units/:unitId': every(`/units/${ids.twice}`, '?done=1'),
    '/units/import': every('/units/import'),
    '/calendar': every('/calendar', '?day=2014-05-01', '?year=2031'),
    '/mail-texts': every('/mail-texts'),
    '/mail-texts/:kind/:language': every('/mail-texts/issue/zh-CN', '?draft=1', '?done=used'),
    '/mail-texts/:kind/:language/preview': every('/mail-texts/issue/zh-CN/preview'),
    '/bounces': every('/bounces'),
    '/mailbox': every('/mailbox', '?to=village@fl.example'),
    '/mailbox/:id': [...every('/mailbox/1', '?text=1'), { at: '/mailbox/999', status: 404 }],
    '/u/lost': every('/u/lost', '?asked=1'),
    '/u/:token': [
      { at: visit },
      { at: ids.finished },
      { at: ids.returned },
      { at: ids.replaced, status: 410 },
      { at: ids.expired, status: 410 },
      { at: '/u/1-AAAAAAAAAAAAAAAAAAAAAA', status: 404 },
    ],
    '/u/:token/notice': every(`${visit}/notice`),
    '/u/:token/report/:obligationId': [
      { at: `${visit}/report/${obligation}` },
      { at: ids.receipt },
      { at: ids.returnedReport },
      { at: `${visit}/report/999999`, status: 404 },
    ],
    '/u/:token/notices': every(`${visit}/notices`),
    '/u/:token/forward': every(`${visit}/forward`),
    '/u/:token/appeal/:about': every(`${visit}/appeal/${obligation}`).concat(
      every(`${visit}/appeal/not_ours`),
    ),
    '/u/:token/calendar': every(`${visit}/calendar`),
    '/u/:token/print': every(`${visit}/print`),
  }
}

/** Mails as they look, each the whole of a frame in one of the pages. */
export function framesOf({ ids }: EveryCity): Record<string, string> {
  return {
    '/notices/:id/mail/:unitId/html': `/notices/${ids.draft}/mail/${ids.unitId}/html`,
    '/mail-texts/:kind/:language/preview/html': '/mail-texts/issue/zh-CN/preview/html',
    '/mailbox/:id/html': '/mailbox/1/html',
  }
}

/** What answers with a file, or with something for programs. */
export function filesOf({ ids }: EveryCity): Record<string, string> {
  const board = `/campaigns/${ids.campaign}`
  return {
    '/healthz': '/healthz',
    '/readyz': '/readyz',
    '/metrics': '/metrics',
    '/files/:fileId': `/files/${ids.file}`,
    '/notices/:id/files/:fileId': `/notices/${ids.fromCircular}/files/${ids.noticeFile}`,
    '/units/export.csv': '/units/export.csv',
    '/date-warnings': '/date-warnings?lead=report&date=2014-05-31',
    '/d/:docket/date-warnings': `/d/${ids.docket}/date-warnings?lead=again&date=2014-05-31`,
    '/campaigns/:id/changes': `${board}/changes`,
    '/campaigns/:id/progress.docx': `${board}/progress.docx`,
    '/campaigns/:id/progress.xlsx': `${board}/progress.xlsx`,
    '/campaigns/:id/export.xlsx': `${board}/export.xlsx`,
    '/campaigns/:id/export/:file': `${board}/export/reports.csv`,
    '/u/:token/files/:fileId': `${ids.finished}/files/${ids.file}`,
    '/u/:token/calendar.ics': `${ids.visit}/calendar.ics`,
  }
}

/** What answers a form that was refused, or one that only shows what would happen. */
export function answersOf({ ids }: EveryCity): Answer[] {
  const act = `/campaigns/${ids.campaign}/act/preview`
  const chosen = { milestone: '1', scope: 'all', state: 'owing', shown: '1' }
  const item = { item: String(ids.itemId), reason: '春耕' }
  const tree = new File(['code,name\nX-1,没有类型\n'], 'units.csv')
  return [
    {
      name: 'what an act would do',
      as: 'administrator',
      at: act,
      fields: { ...chosen, kind: 'extend', dueOn: '2014-05-31', reason: '春耕' },
    },
    { name: 'an act without a choice', as: 'administrator', at: act, fields: chosen, status: 422 },
    {
      name: 'what a decision would do',
      as: 'supervisor',
      at: '/docket/preview',
      fields: { ...item, kind: 'extend', dueOn: '2014-05-20' },
    },
    {
      name: 'a decision to be chosen',
      as: 'supervisor',
      at: '/docket/preview',
      fields: { ...item, choose: '1' },
    },
    { name: 'a decision without an item', as: 'supervisor', at: '/docket/preview', fields: {}, status: 422 },
    {
      name: 'a decision without a choice',
      as: 'supervisor',
      at: '/docket/decide',
      fields: { ...item, page: 'item' },
      status: 422,
    },
    { name: 'units with errors', as: 'administrator', at: '/units/import', fields: { file: tree } },
    { name: 'no file of units', as: 'administrator', at: '/units/import', fields: {}, status: 422 },
    {
      name: 'a notice with mistakes',
      as: 'administrator',
      at: '/notices',
      fields: {
        do: 'save',
        title: '',
        issuedOn: '5月',
        'milestones[0][what]': '总结',
        'milestones[0][dueOn]': '2014-02-31',
      },
      status: 422,
    },
    { name: 'no circular', as: 'administrator', at: '/circulars', fields: {}, status: 422 },
    {
      name: 'a return without a reason',
      as: 'administrator',
      at: `/review/${ids.report}/return`,
      fields: { reason: '', dueOn: '' },
      status: 422,
    },
    {
      name: 'a report that was refused',
      as: 'nobody',
      at: `${ids.visit}/report/${ids.obligation}`,
      fields: { text: '', do: 'submit' },
      status: 422,
    },
    {
      name: 'words of a mail that were refused',
      as: 'administrator',
      at: '/mail-texts/returned/en',
      fields: { subject: '{password}', opening: '', closing: '', version: '0' },
      status: 422,
    },
    {
      name: 'an API key',
      as: 'administrator',
      at: '/api-keys',
      fields: {
        name: '统计',
        role: 'coordinator',
        access: 'read',
        days: '30',
        unit: 'HRB',
        once: 'x'.repeat(43),
      },
    },
    {
      name: 'a command without a reason',
      as: 'administrator',
      at: `/campaigns/${ids.campaign}/commands`,
      fields: { form: 'pause', reason: '' },
      status: 422,
    },
    {
      name: 'a used sign-in link',
      as: 'nobody',
      at: '/sign-in/abcdefghijklmnop',
      fields: { next: '/' },
      status: 401,
    },
    {
      name: 'a form without its mark',
      as: 'administrator',
      at: '/installation',
      fields: { _csrf: 'forged' },
      status: 403,
    },
    { name: 'a page that does not exist', as: 'administrator', at: '/nothing', fields: {}, status: 404 },
  ]
}

/** Whether a page of the browser's is at this route: programs have their own, styles and scripts are files. */
export const mayBePage = ({ method, url }: DeclaredRoute): boolean =>
  method === 'GET' && !url.startsWith('/api/') && !/^\/(styles|scripts)\/[0-9a-f]+\.(css|js)$/.test(url)

export const defaultWho = ({ access }: DeclaredRoute): Who =>
  typeof access === 'object' && access.by === undefined ? 'administrator' : 'nobody'
