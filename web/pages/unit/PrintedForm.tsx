import type { Notice } from '../../../db/queries/notices.ts'
import type { OwedObligation } from '../../../db/queries/unitVisit.ts'
import type { LocalDate } from '../../../domain/time.ts'
import { NoticeHead } from '../../components/NoticeHead.tsx'
import { NoticeText } from '../../components/NoticeText.tsx'
import { QrCode } from '../../components/QrCode.tsx'
import { useWords } from '../../frame.ts'

export interface PrintedDue {
  /** 0: to acknowledge. */
  ordinal: number
  what: string
  dueOn: LocalDate | null
}

/** What one unit still owes, with the dates that hold for it. */
export function owedBy(obligations: readonly OwedObligation[]): PrintedDue[] {
  return obligations.filter(({ state }) => state === 'expected' || state === 'returned')
}

/** What the notice asks of every unit. */
export function askedOfAll({ acknowledgeDueOn, milestones }: Notice): PrintedDue[] {
  const acknowledging = acknowledgeDueOn === null ? [] : [{ ordinal: 0, what: '', dueOn: acknowledgeDueOn }]
  const reports = milestones.map(({ what, dueOn }, index) => ({ ordinal: index + 1, what, dueOn }))
  return [...acknowledging, ...reports]
}

export interface PrintedFormView {
  notice: Notice
  /** null: the same form for every unit. */
  unit: { name: string; code: string } | null
  owed: PrintedDue[]
  /** Where the code leads: the unit's own page, or where it asks for its link. */
  address: string
  /** The code is this unit's own and lets whoever reads it in. */
  own: boolean
  filesAt: string
}

/** A notice on paper: for whom, what is owed by when, a code that leads to where it is answered, then the whole text. */
export function PrintedForm({ notice, unit, owed, address, own, filesAt }: PrintedFormView) {
  const words = useWords()
  return (
    <article class="printed">
      <NoticeHead {...notice} />
      <section class="answer-by">
        <div>
          {unit === null ? null : <h2>{words.t('print.to', { unit: unit.name })}</h2>}
          {unit === null ? null : <p class="note">{words.t('print.code', { code: unit.code })}</p>}
          <ul class="owed-list">
            {owed.map(({ ordinal, what, dueOn }) => (
              <li>
                <strong>
                  {ordinal === 0 ? words.t('unit.toAcknowledge') : `${words.mark(ordinal)} ${what}`}
                </strong>
                <br />
                {words.due(dueOn)}
              </li>
            ))}
          </ul>
          <p class="note">{words.t(own ? 'print.ownCode' : 'print.askCode')}</p>
        </div>
        <div class="code">
          <QrCode address={address} label={words.t(own ? 'print.scan' : 'print.scanToAsk')} />
          <p>{words.t(own ? 'print.scan' : 'print.scanToAsk')}</p>
        </div>
      </section>
      <NoticeText notice={notice} filesAt={filesAt} />
    </article>
  )
}
