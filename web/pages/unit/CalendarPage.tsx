import type { UnitVisit } from '../../../db/queries/unitVisit.ts'
import { ButtonLink } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Phone } from '../../components/Shell.tsx'
import { useWords } from '../../frame.ts'

/**
 * Two ways to take the deadlines into one's own calendar.
 * @param subscription address that a calendar goes on reading, so that a moved deadline moves there too
 */
export function CalendarPage({
  visit,
  base,
  subscription,
}: {
  visit: UnitVisit
  base: string
  subscription: string
}) {
  const words = useWords()
  const dated = visit.obligations.filter(({ dueOn, state }) => dueOn !== null && state !== 'withdrawn')
  return (
    <Phone
      title={words.t('unit.calendar')}
      heading={visit.unit.name}
      foot={
        <div>
          <ButtonLink kind="ink" href={subscription}>
            {words.t('calendarFile.subscribe')}
          </ButtonLink>
          <p class="note">{words.t('calendarFile.subscribeNote')}</p>
        </div>
      }
    >
      <Link href={base} class="back">{`‹ ${words.t('page.back')}`}</Link>
      <h1 class="title">{words.t('unit.calendar')}</h1>
      <ul class="rows">
        {dated.map(({ duty, what, ordinal, dueOn }) => (
          <li>
            <div>
              <span>
                {duty === 'acknowledge' ? words.t('unit.toAcknowledge') : `${words.mark(ordinal)} ${what}`}
              </span>
              <span class="nowrap">{dueOn === null ? '' : words.date(dueOn)}</span>
            </div>
          </li>
        ))}
      </ul>
      <ul class="rows">
        <li>
          <Link href={`${base}/calendar.ics`}>{words.t('calendarFile.download')}</Link>
        </li>
      </ul>
      <p class="note part">{words.t('calendarFile.inChat')}</p>
    </Phone>
  )
}
