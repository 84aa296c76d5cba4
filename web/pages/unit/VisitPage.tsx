import type { UnitAppeal } from '../../../db/queries/appeals.ts'
import type { OwedObligation, UnitVisit } from '../../../db/queries/unitVisit.ts'
import { Button, ButtonLink } from '../../components/Button.tsx'
import { Form } from '../../components/Form.tsx'
import { DayStrip, HowLong } from '../../components/HowLong.tsx'
import { Link } from '../../components/Link.tsx'
import { NoticeHead } from '../../components/NoticeHead.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Phone } from '../../components/Shell.tsx'
import { StateGlyph } from '../../components/StateGlyph.tsx'
import { useWords } from '../../frame.ts'
import { mostPressing } from './mostPressing.ts'
import { Rows, Said } from './VisitRows.tsx'

interface VisitView {
  visit: UnitVisit
  appeals: UnitAppeal[]
  base: string
}

/** What a unit finds behind its link: the notice, what it owes, and the one thing to do next. */
export function VisitPage({ visit, appeals, base }: VisitView) {
  const { notice, unit } = visit
  return (
    <Phone title={notice.title} heading={unit.name} foot={<NextThing visit={visit} base={base} />}>
      <Standing visit={visit} />
      <NoticeHead {...notice} />
      <ProblemBox />
      {shown(visit).map((obligation) => (
        <Owed obligation={obligation} visit={visit} base={base} />
      ))}
      <Said appeals={appeals} />
      <Rows visit={visit} base={base} />
    </Phone>
  )
}

/** An acknowledgement that is done stands in the banner; what was withdrawn is not shown. */
function shown(visit: UnitVisit): OwedObligation[] {
  return visit.obligations.filter(
    ({ duty, state, dueOn }) =>
      state !== 'withdrawn' &&
      (duty === 'report' || (state === 'expected' && dueOn !== null && visit.acknowledgedAt === null)),
  )
}

function Standing({ visit }: { visit: UnitVisit }) {
  const words = useWords()
  if (visit.campaign.state === 'closed' || visit.campaign.state === 'cancelled') {
    return <p class="banner paused">{words.t(`unit.ended.${visit.campaign.state}`)}</p>
  }
  if (visit.acknowledgedAt === null) return null
  return (
    <div class="banner" role="status">
      <StateGlyph state="accepted" />
      <div>
        {words.t('unit.acknowledgedAt', { instant: words.instant(visit.acknowledgedAt) })}
        <div class="note">{words.t(`unit.acknowledgedVia.${visit.acknowledgedVia ?? 'link'}`)}</div>
      </div>
    </div>
  )
}

function Owed({ obligation, visit, base }: { obligation: OwedObligation; visit: UnitVisit; base: string }) {
  const words = useWords()
  const open = obligation.state === 'expected' || obligation.state === 'returned'
  return (
    <section class="owed">
      <h2>
        {obligation.duty === 'report' ? <span class="mark">{words.mark(obligation.ordinal)}</span> : null}
        <span>{obligation.duty === 'report' ? obligation.what : words.t('unit.toAcknowledge')}</span>
      </h2>
      {obligation.state === 'returned' ? <ReturnedLine obligation={obligation} /> : null}
      {open ? <HowLong days={obligation.days} dueOn={obligation.dueOn} /> : null}
      {open ? <DayStrip days={obligation.days.strip} /> : null}
      {open ? <DocketLine obligation={obligation} /> : <EndLine obligation={obligation} base={base} />}
      {visit.campaign.state === 'open' && obligation.state === 'returned' ? (
        <p class="note">{words.t('unit.returnedInTime')}</p>
      ) : null}
    </section>
  )
}

function ReturnedLine({ obligation }: { obligation: OwedObligation }) {
  const words = useWords()
  return (
    <p class="says t-returned">
      <StateGlyph state="returned" />
      <span class="pre">
        {words.t('unit.returnedWith', { reason: obligation.lastReport?.reviewReason ?? '' })}
      </span>
    </p>
  )
}

/** What will happen by itself, or has happened, because it is late. */
function DocketLine({ obligation }: { obligation: OwedObligation }) {
  const words = useWords()
  const { docket } = obligation
  if (docket === null) return null
  return (
    <p class="says">
      <StateGlyph state="overdue" />
      <span>
        {words.t(
          `unit.${docket.joined ? 'inDocket' : 'willBeInDocket'}${obligation.duty === 'report' ? '' : '.acknowledge'}`,
          {
            unit: docket.unitName,
            instant: words.dayAndTime(docket.from),
          },
        )}
      </span>
    </p>
  )
}

function EndLine({ obligation, base }: { obligation: OwedObligation; base: string }) {
  const words = useWords()
  const { state, lastReport } = obligation
  if (state === 'waived' || state === 'missed') {
    return (
      <p class="says">
        <StateGlyph state={state === 'waived' ? 'waived' : 'overdue'} />
        <span>{words.t(`unit.${state}`)}</span>
      </p>
    )
  }
  if (lastReport === null) return null
  return (
    <p class="says">
      <StateGlyph state={state === 'accepted' ? 'accepted' : 'submitted'} />
      <span>
        {words.t(state === 'accepted' ? 'unit.acceptedAt' : 'unit.submittedAt', {
          instant: words.instant(lastReport.submittedAt),
        })}{' '}
        <Link href={`${base}/report/${obligation.id}`}>{words.t('unit.seeReceipt')}</Link>
      </span>
    </p>
  )
}

/** One primary action: to acknowledge, or to fill in what is most pressing. */
function NextThing({ visit, base }: { visit: UnitVisit; base: string }) {
  const words = useWords()
  if (visit.campaign.state === 'closed' || visit.campaign.state === 'cancelled') return undefined
  const report = mostPressing(visit)
  if (visit.acknowledgedAt === null && report?.overdue !== true) {
    return (
      <Form action={`${base}/acknowledge`}>
        <Button kind="ink">{words.t('unit.acknowledge')}</Button>
        <p class="note">{words.t('unit.acknowledgeMeans')}</p>
      </Form>
    )
  }
  if (report === undefined) return <p class="note">{words.t('unit.nothingToDo')}</p>
  const key = report.state === 'returned' ? 'unit.mend' : 'unit.fillIn'
  return (
    <div>
      <ButtonLink kind="ink" href={`${base}/report/${report.id}`}>
        {words.t(key, { what: `${words.mark(report.ordinal)}${report.what}` })}
      </ButtonLink>
      {visit.acknowledgedAt === null ? <p class="note">{words.t('unit.reportAcknowledges')}</p> : null}
      {report.overdue ? <p class="note">{words.t('unit.lateIsTaken')}</p> : null}
    </div>
  )
}
