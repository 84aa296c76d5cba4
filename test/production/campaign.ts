import { setTimeout as sleep } from 'node:timers/promises'
import { DateTime } from 'luxon'
import type { MailboxStore } from '../../mail/mailbox/store.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'

interface Play {
  baseUrl: string
  /** The path of the first administrator's link. */
  signIn: string
  store: MailboxStore
  restartWorker(): Promise<void>
  say(line: string): void
}

/** A notice from issue to its results, through HTTP and mail alone, with the worker killed in the middle. */
export async function playCampaign(play: Play): Promise<number> {
  const { baseUrl, store, say } = play
  const token = await signedIn(baseUrl, play.signIn)
  const call = caller(baseUrl, { authorization: `Bearer ${token}` })
  const { noticeId } = await call('POST', '/notices', { ...draft(), urgent: true })
  await call('POST', `/notices/${noticeId}/check`, { version: null })
  const { campaignId, units } = await call('POST', `/notices/${noticeId}/issue`, { version: null })
  await until(() => store.count() >= 20, 'mails of the notice')
  say(`issued to ${units} units, mails arrive through the relay`)

  await play.restartWorker()
  const [mail] = store.list({ page: 1 }).mails
  const opened = await store.get(mail?.id ?? 0)
  const link = /\/u\/([A-Za-z0-9_-]+)/.exec(opened?.text ?? '')?.[1] ?? ''
  const visit = await fetch(`${baseUrl}/u/${link}`)
  if (visit.status !== 200) throw new Error(`the unit's page answers ${visit.status}`)
  const unit = caller(baseUrl, {})
  const { obligations } = await unit('GET', `/links/${link}`)
  const report = obligations.find(({ duty }: { duty: string }) => duty === 'report')
  await unit('POST', `/links/${link}/acknowledge`, {})
  await unit('POST', `/links/${link}/obligations/${report.id}/report`, {
    text: '已办',
    values: [],
    submitterName: '王',
  })
  await until(
    () => store.list({ page: 1 }).mails.some(({ subject }) => subject.startsWith('收讫')),
    'a receipt, after the worker was killed',
  )
  say('a unit acknowledged and reported by its link; the receipt came from the worker that took over')

  const { items } = await call('GET', '/reports?limit=10')
  await call('POST', `/reports/${items[0].id}/accept`, {})
  await call('POST', `/campaigns/${campaignId}/close`, { reason: '结束' })
  say('accepted and closed')
  return campaignId
}

function draft(): object {
  const day = (n: number): string =>
    DateTime.now().setZone('Asia/Shanghai').plus({ days: n }).toFormat('yyyy-MM-dd')
  return {
    ...exampleNotice('three-eight-107'),
    issuedOn: day(0),
    acknowledgeDueOn: day(7),
    milestones: [{ what: '情况', kind: 'dated', dueOn: day(30) }],
    audience: [{ effect: 'include', under: null, types: ['village', 'community', 'association'], units: [] }],
  }
}

async function signedIn(baseUrl: string, path: string): Promise<string> {
  const answer = await fetch(`${baseUrl}${path}`, { method: 'POST', redirect: 'manual' })
  const token = /duban_session=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1]
  if (token === undefined) throw new Error(`signing in answers ${answer.status}`)
  return token
}

function caller(baseUrl: string, headers: Record<string, string>) {
  return async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${baseUrl}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
}

export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    if (await holds()) return
    await sleep(500)
  }
  throw new Error(`waited in vain for ${what}`)
}
