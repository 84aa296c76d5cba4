import type { RecordMail } from '../../../db/queries/unitRecord.ts'
import type { MailWhys, UnsentStep } from '../../../db/queries/why/mails.ts'
import type { MailWhy } from '../../../domain/why.ts'
import type { Instant } from '../../../domain/time.ts'
import { Table } from '../../components/Table.tsx'
import { Why } from '../../components/Why.tsx'
import { useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'
import { momentWhat } from '../momentText.ts'
import { mailWhyText, unsentText } from '../why/mailText.ts'

/** What was mailed to a unit and why, and what was not and why not. */
export function RecordMails(props: { mails: readonly RecordMail[]; whys: MailWhys; asOf: Instant }) {
  const words = useWords()
  const { mails, whys, asOf } = props
  return (
    <section class="section">
      <header>
        <h2>{words.t('record.mails')}</h2>
      </header>
      <Table
        caption={words.t('record.mails')}
        empty={words.t('record.noMails')}
        rows={mails}
        columns={[
          {
            label: words.t('ahead.when'),
            cell: (mail) => <span class="nowrap">{words.instant(mail.at)}</span>,
          },
          {
            label: words.t('mails.kind'),
            cell: (mail) => <MailKind mail={mail} why={whys.byMessage.get(mail.id)} />,
          },
          { label: words.t('record.address'), cell: (mail) => mail.address ?? '·' },
          {
            label: words.t('units.state'),
            cell: (mail) => (
              <>
                {words.t(`message.${mail.state}`)}
                {mail.remedy === null ? null : (
                  <div class="t-returned">{words.code('remedy', mail.remedy)}</div>
                )}
              </>
            ),
          },
        ]}
      />
      <Unsent steps={whys.unsent} asOf={asOf} />
    </section>
  )
}

function MailKind({ mail, why }: { mail: RecordMail; why: MailWhy | undefined }) {
  const words = useWords()
  return (
    <div>
      {kindText(words, mail, why)}
      {why === undefined ? null : <Why sentences={[mailWhyText(words, why)]} />}
    </div>
  )
}

/** Of a reminder its steps: `① 前3个工作日提醒`. */
function kindText(words: Words, mail: RecordMail, why: MailWhy | undefined): string {
  const steps = (why?.because ?? []).flatMap((because) => (because.kind === 'step' ? [because] : []))
  if (steps.length === 0) return words.t(`mailKind.${mail.kind}`)
  return steps
    .map(({ thing, step }) => {
      const kind = step.step === 'overdue' ? 'late' : 'reminder'
      const what = thing.duty === 'acknowledge' ? words.t('duty.acknowledge') : words.mark(thing.ordinal)
      return `${what} ${momentWhat(words, { kind, step: step.step, nth: step.nth, duty: thing.duty, level: null })}`
    })
    .join(words.t('page.listSeparator'))
}

/** Reminders in the ledger that no mail carries, each with the reason. */
function Unsent({ steps, asOf }: { steps: readonly UnsentStep[]; asOf: Instant }) {
  const words = useWords()
  if (steps.length === 0) return null
  return (
    <>
      <h3>{words.t('why.unsent.title')}</h3>
      <ul class="entries">
        {steps.map((unsent) => (
          <li>
            <span class="note">{words.instant(unsent.step.slot)}</span>
            <span>{unsentText(words, unsent, asOf)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
