import type { UnitAppeal } from '../../../db/queries/appeals.ts'
import type { UnitVisit } from '../../../db/queries/unitVisit.ts'
import { Link, Telephone } from '../../components/Link.tsx'
import { useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'
import { mostPressing } from './mostPressing.ts'

/** What else a unit may want: the whole text, somebody to ask, another way out, its other notices. */
export function Rows({ visit, base }: { visit: UnitVisit; base: string }) {
  const words = useWords()
  const { contactNames, contactTelephone } = visit.notice
  const running = visit.campaign.state === 'open' || visit.campaign.state === 'issuing'
  const pressing = mostPressing(visit)
  return (
    <ul class="rows">
      <Row href={`${base}/notice`}>{words.t('unit.wholeNotice')}</Row>
      {contactNames === '' && contactTelephone === '' ? null : (
        <li>
          <div>
            <span>{words.t('unit.askWhom', { whom: contactNames })}</span>
            <Telephone number={contactTelephone} />
          </div>
        </li>
      )}
      {running && pressing !== undefined ? (
        <>
          <Row href={`${base}/calendar`}>{words.t('unit.calendar')}</Row>
          <Row href={`${base}/forward`}>{words.t('forward.title')}</Row>
          <Row href={`${base}/appeal/${pressing.id}`}>{words.t('appeal.cannot')}</Row>
        </>
      ) : null}
      {running && visit.acknowledgedAt === null ? (
        <Row href={`${base}/appeal/not_ours`}>{words.t('appeal.not_ours')}</Row>
      ) : null}
      <Row href={`${base}/print`}>{words.t('unit.print')}</Row>
      <Row href={`${base}/notices`}>{words.t('notices.title')}</Row>
    </ul>
  )
}

function Row({ href, children }: { href: string; children: string }) {
  return (
    <li>
      <Link href={href}>{children}</Link>
    </li>
  )
}

/** What the unit has said to the issuer, and what it was answered. */
export function Said({ appeals }: { appeals: UnitAppeal[] }) {
  const words = useWords()
  const told = appeals.filter(({ standing, answer }) => standing || answer !== null)
  if (told.length === 0) return null
  return (
    <ul class="said" id="said">
      {told.map((appeal) => (
        <li>
          <p class="pre">{saidText(words, appeal)}</p>
          <p class="note pre">{answerText(words, appeal)}</p>
        </li>
      ))}
    </ul>
  )
}

function saidText(words: Words, { kind, madeAt, reason, ordinal, what }: UnitAppeal): string {
  const facts = { instant: words.instant(madeAt), reason }
  if (kind === 'not_ours') return words.t('appeal.said.not_ours', facts)
  return words.t('appeal.said.cannot', { ...facts, what: `${words.mark(ordinal ?? 0)}${what ?? ''}` })
}

function answerText(words: Words, { answer, answeredAt, answerReason }: UnitAppeal): string {
  if (answer === null || answeredAt === null) return words.t('appeal.waits')
  return words.t('appeal.answered', {
    instant: words.instant(answeredAt),
    answer: words.t(`appeal.answer.${answer}`),
    reason: answerReason ?? '',
  })
}
