import type { StoredCircular } from '../../../db/queries/circulars.ts'
import { Button, ButtonLink } from '../../components/Button.tsx'
import { Form } from '../../components/Form.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { useFrame, useWords } from '../../frame.ts'
import { milestoneBoxes, recipientBoxes } from '../../circular/boxes.ts'
import { marksOf, paragraphsOf } from '../../circular/marks.ts'
import { Found } from './Found.tsx'
import { Paper } from './Paper.tsx'
import { Asked, MilestoneQuestion, RecipientQuestion, ValueQuestion } from './Questions.tsx'

export interface ReadView {
  noticeId: number
  title: string
  circular: StoredCircular
  /** The draft is still as the circular made it, so that what is settled here may write it. */
  settles: boolean
}

/** The circular beside what was read from it: questions first, then every value with the way to its words. */
export function ReadPage(view: ReadView) {
  const words = useWords()
  const { addresses } = useFrame()
  const { circular, noticeId } = view
  const marks = marksOf(circular.draft)
  const found = marks.filter(({ asked }) => !asked).length
  return (
    <Desk title={view.title} section="notices" script={addresses.circular}>
      <div class="page-head">
        <h1>{words.t('circular.check')}</h1>
        <span class="note">
          {circular.name === ''
            ? words.t('circular.fromText', { n: found })
            : words.t('circular.fromFile', { name: circular.name, n: found })}
        </span>
        <div class="buttons">
          <ButtonLink href={`/notices/${noticeId}`}>{words.t('circular.toEditor')}</ButtonLink>
        </div>
      </div>
      <ProblemBox />
      <div class="circular-page">
        <Paper paragraphs={paragraphsOf(circular.draft.text, marks)} />
        <div class="circular-draft">
          {view.settles ? (
            <Form action={`/notices/${noticeId}/circular`}>
              <Boxes circular={circular} />
              <p class="form-end buttons">
                <Button kind="ink">{words.t('circular.settle')}</Button>
              </p>
            </Form>
          ) : (
            <p class="warning">{words.t('circular.changedSince')}</p>
          )}
          <h2>{words.t('circular.found')}</h2>
          <Found draft={circular.draft} marks={marks} />
        </div>
      </div>
    </Desk>
  )
}

function Boxes({ circular }: { circular: StoredCircular }) {
  const words = useWords()
  const { draft, answers, matches } = circular
  const marks = marksOf(draft)
  const milestones = milestoneBoxes(draft, answers)
  const recipients = recipientBoxes(draft, matches, answers)
  const about = (field: string) => draft.questions.filter((question) => question.field === field)
  const others = [...about('title'), ...about('window')]
  const numbers = about('documentNumber')
  const asksNumber = numbers.length > 0 || draft.documentNumber === null
  const asksDay = draft.issuedOn === null
  const count =
    milestones.length + recipients.length + Number(others.length > 0) + Number(asksNumber) + Number(asksDay)
  return (
    <>
      <h2>{count === 0 ? words.t('circular.nothingOpen') : words.t('circular.questions', { n: count })}</h2>
      {milestones.map((box) => (
        <MilestoneQuestion draft={draft} marks={marks} box={box} />
      ))}
      {recipients.map((box) => (
        <RecipientQuestion box={box} />
      ))}
      {asksNumber ? (
        <ValueQuestion
          draft={draft}
          marks={marks}
          name="documentNumber"
          questions={numbers}
          value={answers.documentNumber ?? draft.documentNumber ?? numbers[0]?.alternatives[0] ?? ''}
        />
      ) : null}
      {asksDay ? (
        <ValueQuestion
          draft={draft}
          marks={marks}
          name="issuedOn"
          questions={about('issuedOn')}
          value={answers.issuedOn ?? ''}
        />
      ) : null}
      {others.length === 0 ? null : (
        <div class="question-box">
          <Asked questions={others} draft={draft} marks={marks} />
        </div>
      )}
    </>
  )
}
