import type { OwedObligation, UnitVisit } from '../../../db/queries/unitVisit.ts'
import { Button } from '../../components/Button.tsx'
import { TextArea } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { HowLong } from '../../components/HowLong.tsx'
import { Link } from '../../components/Link.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Phone } from '../../components/Shell.tsx'
import { useWords } from '../../frame.ts'
import { AskRow } from './LinkPages.tsx'

/**
 * Where a unit says that it cannot make one thing in time, or that the notice is not for it.
 * @param obligation null: the notice is not for it
 */
export function AppealPage({
  visit,
  obligation,
  base,
}: {
  visit: UnitVisit
  obligation: OwedObligation | null
  base: string
}) {
  const words = useWords()
  const kind = obligation === null ? 'not_ours' : 'cannot'
  return (
    <Phone
      title={words.t(`appeal.${kind}`)}
      heading={visit.unit.name}
      foot={
        <div>
          <Button kind="ink" form="appeal">
            {words.t('appeal.send', { whom: visit.notice.issuerName })}
          </Button>
          <p class="note">{words.t('appeal.standsUntil')}</p>
        </div>
      }
    >
      <Link href={base} class="back">{`‹ ${words.t('page.back')}`}</Link>
      <h1 class="title">{words.t(`appeal.${kind}`)}</h1>
      {obligation === null ? (
        <p>{visit.notice.title}</p>
      ) : (
        <>
          <p>{`${words.mark(obligation.ordinal)} ${obligation.what}`}</p>
          <HowLong days={obligation.days} dueOn={obligation.dueOn} />
        </>
      )}
      <ProblemBox />
      <Form action={`${base}/appeal/${obligation === null ? 'not_ours' : obligation.id}`} id="appeal">
        <TextArea
          name="reason"
          label={words.t(`appeal.${kind}.reason`)}
          hint={words.t(`appeal.${kind}.hint`)}
          rows={4}
          max={2000}
          required
        />
      </Form>
      <AskRow names={visit.notice.contactNames} telephone={visit.notice.contactTelephone} />
    </Phone>
  )
}
