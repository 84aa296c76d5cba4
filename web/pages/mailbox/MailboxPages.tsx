import type { MailPage, OpenedMail } from '../../../mail/mailbox/store.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { Facts } from '../../components/Receipt.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Table } from '../../components/Table.tsx'
import { useWords } from '../../frame.ts'
import { queryOf } from '../campaign/addresses.ts'

/** Every mail that this installation has sent, where mails stay on the machine: the newest first. */
export function MailboxPage({ mails, to }: { mails: MailPage; to: string }) {
  const words = useWords()
  return (
    <Desk title={words.t('nav.mailbox')} section="mailbox">
      <div class="page-head">
        <h1>{words.t('nav.mailbox')}</h1>
        <span class="note">{words.t('mailbox.note')}</span>
      </div>
      <Form action="/mailbox" method="get" class="filters">
        <TextField name="to" type="search" label={words.t('mailbox.to')} value={to} max={254} />
        <Button>{words.t('page.search')}</Button>
        {to === '' ? null : <Link href="/mailbox">{words.t('page.all')}</Link>}
      </Form>
      <Table
        caption={words.t('nav.mailbox')}
        empty={words.t('mailbox.empty')}
        rows={mails.mails}
        columns={[
          {
            label: words.t('mailbox.received'),
            cell: (mail) => <span class="nowrap">{words.instant(new Date(mail.receivedAt))}</span>,
          },
          {
            label: words.t('mailbox.to'),
            cell: (mail) => <Link href={`/mailbox${queryOf({ to: mail.to[0] })}`}>{mail.to.join(', ')}</Link>,
          },
          {
            label: words.t('mailbox.subject'),
            cell: (mail) => (
              <Link href={`/mailbox/${mail.id}`}>
                {mail.subject === '' ? words.t('mailbox.noSubject') : mail.subject}
              </Link>
            ),
          },
          { label: words.t('mailbox.from'), cell: (mail) => mail.from.name || mail.from.address },
        ]}
      />
      <nav class="paging" aria-label={words.t('paging.label')}>
        <span>{words.t('mailbox.total', { n: words.number(mails.total) })}</span>
        {mails.page > 1 ? (
          <Link href={`/mailbox${queryOf({ to, page: mails.page - 1 })}`}>{words.t('paging.previous')}</Link>
        ) : null}
        {mails.page < mails.pages ? (
          <Link href={`/mailbox${queryOf({ to, page: mails.page + 1 })}`}>{words.t('paging.next')}</Link>
        ) : null}
      </nav>
    </Desk>
  )
}

/** One mail: as its HTML looks, in a frame without scripts, and as its plain text reads. */
export function MailPageView({ mail, showText }: { mail: OpenedMail; showText: boolean }) {
  const words = useWords()
  return (
    <Desk title={mail.subject} section="mailbox">
      <Link
        href={`/mailbox${queryOf({ to: mail.to[0] })}`}
        class="back"
      >{`‹ ${words.t('mailbox.same')}`}</Link>
      <div class="page-head">
        <h1>{mail.subject}</h1>
      </div>
      <Facts
        facts={[
          [words.t('mailbox.from'), words.line(mail.from.name, mail.from.address)],
          [words.t('mailbox.to'), mail.to.join(', ')],
          [words.t('mailbox.received'), words.dayAndTime(new Date(mail.receivedAt))],
        ]}
      />
      <nav class="tabs" aria-label={words.t('mailbox.view')}>
        {mail.html === '' ? null : (
          <Link href={`/mailbox/${mail.id}`} current={!showText}>
            {words.t('mailbox.html')}
          </Link>
        )}
        <Link href={`/mailbox/${mail.id}?text=1`} current={showText || mail.html === ''}>
          {words.t('mailbox.text')}
        </Link>
      </nav>
      {showText || mail.html === '' ? (
        <pre class="mail-text">{mail.text}</pre>
      ) : (
        <iframe
          class="mail-frame"
          src={`/mailbox/${mail.id}/html`}
          title={mail.subject}
          sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
        />
      )}
    </Desk>
  )
}
