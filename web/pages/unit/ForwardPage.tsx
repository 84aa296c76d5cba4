import type { Colleague } from '../../../db/queries/colleagues.ts'
import type { UnitVisit } from '../../../db/queries/unitVisit.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Phone } from '../../components/Shell.tsx'
import { useWords } from '../../frame.ts'

interface ForwardView {
  visit: UnitVisit
  colleagues: Colleague[]
  /** A colleague herself may not hand it on further. */
  mayForward: boolean
  base: string
}

/** Handing a notice on to a colleague, who gets a link of her own, and taking it back. */
export function ForwardPage({ visit, colleagues, mayForward, base }: ForwardView) {
  const words = useWords()
  return (
    <Phone
      title={words.t('forward.title')}
      heading={visit.unit.name}
      foot={
        mayForward ? (
          <div>
            <Button kind="ink" form="forward">
              {words.t('forward.send')}
            </Button>
            <p class="note">{words.t('forward.ownLink')}</p>
          </div>
        ) : undefined
      }
    >
      <Link href={base} class="back">{`‹ ${words.t('page.back')}`}</Link>
      <h1 class="title">{words.t('forward.title')}</h1>
      <p>{visit.notice.title}</p>
      <ProblemBox />
      {mayForward ? (
        <Form action={`${base}/forward`} id="forward">
          <TextField name="name" label={words.t('forward.name')} max={60} autocomplete="off" required />
          <TextField
            name="email"
            type="email"
            label={words.t('forward.email')}
            hint={words.t('forward.hint')}
            max={254}
            autocomplete="off"
            required
          />
        </Form>
      ) : (
        <p class="part">{words.t('forward.mayNot')}</p>
      )}
      <Colleagues colleagues={colleagues} mayTakeBack={mayForward} base={base} />
    </Phone>
  )
}

function Colleagues(props: { colleagues: Colleague[]; mayTakeBack: boolean; base: string }) {
  const words = useWords()
  if (props.colleagues.length === 0) return null
  return (
    <section class="part">
      <h2>{words.t('forward.with')}</h2>
      <ul class="files">
        {props.colleagues.map((colleague) => (
          <li>
            <div class="name">
              {colleague.name}
              <div class="note">{colleague.email}</div>
            </div>
            {props.mayTakeBack ? (
              <Form action={`${props.base}/forward/${colleague.id}/end`}>
                <Button kind="text">{words.t('forward.takeBack', { name: colleague.name })}</Button>
              </Form>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
