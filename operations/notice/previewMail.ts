import { sql } from 'kysely'
import { DateTime } from 'luxon'
import { audienceAsOf } from '../../db/queries/audience.ts'
import { latestName } from '../../db/queries/names.ts'
import { loadNotice, type Notice } from '../../db/queries/notices.ts'
import { loadWorkingTime, type WorkingTime } from '../../db/queries/workingTime.ts'
import type { Language } from '../../db/tables/tree.ts'
import { workingDaysUntil } from '../../domain/calendar.ts'
import type { MailContent, MailItem } from '../../domain/message.ts'
import { Problem } from '../../domain/problem.ts'
import { nextSendable } from '../../domain/sending.ts'
import { dateIn, type Instant, type LocalDate } from '../../domain/time.ts'
import type { Op } from '../perform.ts'

export interface MailPreview {
  noticeTitle: string
  unitName: string
  /** Null: nobody there has an address, so no mail goes. */
  to: { name: string; address: string; language: Language } | null
  replyTo: string | null
  at: Instant
  zone: string
  content: MailContent
}

/** The links of a campaign are made when it is issued. Whoever sets the preview signs this one with no key of ours. */
const NO_LINK = { linkId: 1, generation: 0 }

/** The mail that one recipient would get, were the notice issued now. @throws Problem not-found */
export async function previewMail(
  op: Op,
  { noticeId, unitId }: { noticeId: number; unitId: number },
): Promise<MailPreview> {
  const notice = await loadNotice(op.tx, noticeId)
  const day = dateIn(notice.zone, op.asOf)
  const unitIds = await audienceAsOf(op.tx, { issuerId: notice.issuerId, rules: notice.audience, day })
  if (!unitIds.includes(unitId)) throw new Problem('not-found')
  const time = await loadWorkingTime(op.tx, notice.zone)
  const recipient = await loadRecipient(op, unitId)
  const at = notice.urgent ? op.asOf : nextSendable(time.calendar, time.sending, op.asOf)
  return {
    noticeTitle: notice.title,
    unitName: recipient.unitName,
    to:
      recipient.address === null
        ? null
        : { name: recipient.name, address: recipient.address, language: recipient.language },
    replyTo: notice.replyMailbox === '' ? null : notice.replyMailbox,
    at,
    zone: notice.zone,
    content: {
      kind: 'issue',
      issuerName: notice.issuerName,
      askWhom: [notice.contactNames, notice.contactTelephone].filter((part) => part !== '').join(' '),
      asOf: DateTime.fromJSDate(at, { zone: time.installation.zone }).toISO() ?? '',
      unitName: recipient.unitName,
      items: itemsOf(notice, time, dateIn(notice.zone, at)),
      facts: {},
    },
  }
}

interface Recipient {
  unitName: string
  name: string
  address: string | null
  language: Language
}

async function loadRecipient(op: Op, unitId: number): Promise<Recipient> {
  const { rows } = await sql<Recipient>`
    select ${latestName(sql`u.id`)} as "unitName", coalesce(c.name, '') as name, c.email as address,
      coalesce(c.language, 'zh-CN') as language
    from unit u left join lateral (
      select k.name, k.email, k.language from contact k
      where k.unit_id = u.id and upper_inf(k.valid) order by k.email is null, k.id limit 1) c on true
    where u.id = ${unitId}`.execute(op.tx)
  const [row] = rows
  if (row === undefined) throw new Problem('not-found')
  return row
}

/** What the unit would owe, the most pressing first, as mails tell it; see activities/delivery/composeMails.ts. */
function itemsOf(notice: Notice, { calendar }: WorkingTime, today: LocalDate): MailItem[] {
  const item = (duty: MailItem['duty'], what: string, dueOn: LocalDate | null): MailItem => ({
    campaignId: 0,
    duty,
    what,
    number: notice.number,
    title: notice.title,
    dueOn,
    daysLeft: dueOn === null ? null : workingDaysUntil(calendar, today, dueOn),
    daysPast: null,
    acknowledged: false,
    link: NO_LINK,
  })
  return [
    item('acknowledge', '', notice.acknowledgeDueOn),
    ...notice.milestones
      .filter(({ kind }) => kind !== 'none')
      .map(({ what, dueOn }) => item('report', what, dueOn)),
  ].sort((a, b) => (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999'))
}
