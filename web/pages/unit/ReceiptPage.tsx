import type { LastReport, OwedObligation, UnitVisit } from '../../../db/queries/unitVisit.ts'
import { ButtonLink } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Receipt } from '../../components/Receipt.tsx'
import { Phone } from '../../components/Shell.tsx'
import { useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'
import { Sent, type SentReport } from './Sent.tsx'

export interface ReceiptView extends SentReport {
  visit: UnitVisit
  obligation: OwedObligation
  report: LastReport
  base: string
}

/** What has been received, and that nothing more is to be done for it. */
export function ReceiptPage(view: ReceiptView) {
  const words = useWords()
  const { obligation, report, visit, base } = view
  const onTime = obligation.dueOn === null ? '' : words.t(report.onTime ? 'receipt.onTime' : 'receipt.late')
  return (
    <Phone
      title={words.t('receipt.title')}
      heading={visit.unit.name}
      foot={
        <div>
          <ButtonLink href={base}>{words.t('receipt.backToNotice')}</ButtonLink>
        </div>
      }
    >
      <Receipt
        title={words.t(report.state === 'accepted' ? 'receipt.accepted' : 'receipt.title')}
        note={`${words.instant(report.submittedAt)}${onTime}`}
        facts={[
          [words.t('receipt.unit'), visit.unit.name],
          [words.t('receipt.item'), `${words.mark(obligation.ordinal)} ${obligation.what}`],
          [words.t('receipt.content'), contentOf(words, view)],
          [words.t('receipt.by'), report.submitterName],
          [words.t('receipt.number'), report.receipt],
        ]}
      />
      <WhatComes view={view} />
      <section class="part" id="sent">
        <h2>{words.t('receipt.sent')}</h2>
        <Sent sent={view} base={base} />
      </section>
    </Phone>
  )
}

function contentOf(words: Words, { text, values, files }: ReceiptView): string {
  const parts = [
    ...(text.trim() === ''
      ? []
      : [words.t('receipt.characters', { n: words.number([...text.trim()].length) })]),
    ...values.map(({ name, value }) => `${name} ${words.number(value)}`),
    ...(files.length === 0 ? [] : [words.t('receipt.files', { n: files.length })]),
  ]
  return parts.join(words.t('page.listSeparator'))
}

function WhatComes({ view }: { view: ReceiptView }) {
  const words = useWords()
  const { visit, report, obligation, base } = view
  const others = visit.obligations.filter(
    ({ id, duty, state }) =>
      id !== obligation.id && duty === 'report' && (state === 'expected' || state === 'returned'),
  )
  const running = visit.campaign.state === 'open' || visit.campaign.state === 'issuing'
  return (
    <section class="part">
      <h2>{words.t('receipt.next')}</h2>
      <ul class="next">
        <Next done>{words.t('receipt.nothingMore')}</Next>
        {report.state === 'submitted' ? (
          <Next>{words.t('receipt.review', { whom: visit.notice.issuerName })}</Next>
        ) : null}
        {others.map((other) => (
          <Next>
            <Link href={`${base}/report/${other.id}`}>{`${words.mark(other.ordinal)}${other.what}`}</Link>
            {`${words.t('page.comma')}${words.due(other.dueOn)}`}
            {other.days.left === null ? '' : `${words.t('page.comma')}${words.daysLeft(other.days.left)}`}
          </Next>
        ))}
      </ul>
      {running && report.state === 'submitted' ? (
        <ul class="rows">
          <li>
            <Link href={`${base}/report/${obligation.id}?again=1`}>{words.t('receipt.change')}</Link>
          </li>
        </ul>
      ) : null}
    </section>
  )
}

function Next({ done, children }: { done?: boolean; children: preact.ComponentChildren }) {
  return (
    <li>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        <circle class={done === true ? 'done-dot' : 'open-dot'} cx="5" cy="5" r="4" />
      </svg>
      <span>{children}</span>
    </li>
  )
}
