import { sql, type Selectable } from 'kysely'
import type { MailDocketItem, MailItem } from '../../domain/message.ts'
import { dateIn, type LocalDate } from '../../domain/time.ts'
import type { Tx } from '../connection.ts'
import type { MessageTable } from '../tables/delivery.ts'
import type { Language } from '../tables/tree.ts'
import type { MailBatch } from './mailBatch.ts'
import { loadDockets } from './mailDockets.ts'
import { loadMailItems } from './mailItems.ts'

type Row = Selectable<MessageTable>

export interface Recipient {
  address: string
  name: string
  language: Language
}

export interface MailNotice {
  issuerName: string
  askWhom: string
  replyMailbox: string | null
}

export interface DocketFacts {
  personName: string
  /** Whom the mail goes to, a deputy for instance. */
  person: { accountId: number; generation: number }
  items: MailDocketItem[]
  climbsOn: LocalDate | null
}

/** What a batch of mails is composed from, as it is when they are claimed. */
export interface MailFacts {
  /** null: no longer anybody's, or without an address. */
  recipientOf(row: Row): Recipient | null
  unitNameOf(row: Row): string
  noticeOf(row: Row): MailNotice | null
  /** Still outstanding (for a receipt: what was reported); none: the mail does not go. */
  itemsOf(row: Row): MailItem[]
  docketOf(row: Row): DocketFacts | null
}

/** A handful of queries for a whole batch, however many mails it holds. */
export async function loadMailFacts(tx: Tx, batch: MailBatch): Promise<MailFacts> {
  const today = dateIn(batch.calendar.zone, batch.asOf)
  const contacts = await loadContacts(tx, batch.rows)
  const accounts = await loadAccounts(tx, batch.rows, today)
  const names = await loadUnitNames(tx, batch.rows)
  const items = await loadMailItems(tx, batch, today)
  const dockets = await loadDockets(tx, batch, today)
  const notices = await loadNotices(tx, [...batch.rows.flatMap((row) => items.campaignOf(row) ?? [])])
  const recipientOf = (row: Row): Recipient | null =>
    (row.contact_id !== null ? contacts.get(row.contact_id) : accounts.get(row.account_id ?? 0)) ?? null
  return {
    recipientOf,
    unitNameOf: (row) => names.get(row.unit_id) ?? '',
    noticeOf: (row) => notices.get(items.campaignOf(row) ?? 0) ?? null,
    itemsOf: items.of,
    docketOf: (row) => {
      const docket = dockets.get(row.id)
      const person = accounts.get(row.account_id ?? 0)
      if (docket === undefined || person === undefined) return null
      const { name: personName, accountId, generation } = person
      return { personName, person: { accountId, generation }, ...docket }
    },
  }
}

async function loadContacts(tx: Tx, rows: Row[]): Promise<Map<number, Recipient>> {
  const ids = rows.flatMap(({ contact_id }) => contact_id ?? [])
  const found = await tx
    .selectFrom('contact')
    .select(['id', 'name', 'email', 'language'])
    .where('id', '=', sql<number>`any(${ids}::integer[])`)
    .where('email', 'is not', null)
    .where(sql<boolean>`upper_inf(valid)`)
    .execute()
  return new Map(
    found.map((row) => [row.id, { address: row.email ?? '', name: row.name, language: row.language }]),
  )
}

/** A person's mails go to her deputy while she is absent. */
interface AccountRecipient extends Recipient {
  accountId: number
  generation: number
}

async function loadAccounts(tx: Tx, rows: Row[], today: LocalDate): Promise<Map<number, AccountRecipient>> {
  const ids = rows.flatMap(({ account_id }) => account_id ?? [])
  const found = await sql<AccountRecipient & { id: number }>`
    select a.id, coalesce(d.id, a.id) as "accountId", coalesce(d.generation, a.generation) as generation,
      coalesce(d.email, a.email) as address, coalesce(d.name, a.name) as name, coalesce(d.language, a.language) as language
    from account a left join account d on d.id = a.deputy_id and a.absent @> ${today}::date and upper_inf(d.valid)
    where a.id = any(${ids}::integer[]) and upper_inf(a.valid) and coalesce(d.email, a.email) is not null`.execute(
    tx,
  )
  return new Map(found.rows.map(({ id, ...recipient }) => [id, recipient]))
}

async function loadUnitNames(tx: Tx, rows: Row[]): Promise<Map<number, string>> {
  const ids = [...new Set(rows.map(({ unit_id }) => unit_id))]
  const found = await sql<{ unit_id: number; name: string }>`
    select distinct on (unit_id) unit_id, name from placement where unit_id = any(${ids}::integer[])
    order by unit_id, lower(valid) desc`.execute(tx)
  return new Map(found.rows.map((row) => [row.unit_id, row.name]))
}

async function loadNotices(tx: Tx, campaignIds: number[]): Promise<Map<number, MailNotice>> {
  const found = await tx
    .selectFrom('campaign as c')
    .innerJoin('notice as n', 'n.id', 'c.notice_id')
    .select(['c.id', 'n.issuer_name', 'n.contact_names', 'n.contact_telephone', 'n.reply_mailbox'])
    .where('c.id', '=', sql<number>`any(${campaignIds}::integer[])`)
    .execute()
  return new Map(
    found.map((row) => [
      row.id,
      {
        issuerName: row.issuer_name,
        askWhom: [row.contact_names, row.contact_telephone].filter((part) => part !== '').join(' '),
        replyMailbox: row.reply_mailbox === '' ? null : row.reply_mailbox,
      },
    ]),
  )
}
