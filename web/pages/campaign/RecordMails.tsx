import type { RecordMail } from '../../../db/queries/unitRecord.ts'
import { Table } from '../../components/Table.tsx'
import { useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'
import { momentWhat } from '../momentText.ts'

/** What was mailed to a unit, and why. */
export function RecordMails({ mails }: { mails: readonly RecordMail[] }) {
  const words = useWords()
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
          { label: words.t('record.why'), cell: (mail) => whyOf(words, mail) },
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
    </section>
  )
}

function whyOf(words: Words, mail: RecordMail): string {
  if (mail.kind !== 'reminder') return words.t(`mailKind.${mail.kind}`)
  return mail.steps
    .map(({ step, nth, ordinal }) => {
      const kind = step === 'overdue' ? 'late' : 'reminder'
      const duty = ordinal === 0 ? 'acknowledge' : 'report'
      const what = ordinal === 0 ? words.t('duty.acknowledge') : words.mark(ordinal)
      return `${what} ${momentWhat(words, { kind, step, nth, duty, level: null })}`
    })
    .join(words.t('page.listSeparator'))
}
