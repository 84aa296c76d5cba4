import type { CircularDraft, CircularQuestion } from '../../../domain/circular/draft.ts'
import { circularQuestionText } from '../../../messages/circular.ts'
import { Checks, Radios } from '../../components/Choices.tsx'
import { TextField, type Option } from '../../components/Field.tsx'
import { Link } from '../../components/Link.tsx'
import { useWords } from '../../frame.ts'
import { markAt, type Mark } from '../../circular/marks.ts'
import type { MilestoneBox, RecipientBox } from '../../circular/boxes.ts'
import type { Words } from '../../words.ts'

interface BoxProps {
  draft: CircularDraft
  marks: Mark[]
}

/** What the text leaves open about one report: the questions, and what to choose from. */
export function MilestoneQuestion({ draft, marks, box }: BoxProps & { box: MilestoneBox }) {
  const words = useWords()
  const milestone = draft.milestones[box.index]
  if (milestone === undefined) return null
  const name = `milestone[${box.index}]`
  return (
    <div class="question-box" id={`ask-milestone-${box.index}`} {...pointing(markAt(marks, milestone.span))}>
      <Asked questions={box.questions} draft={draft} marks={marks} />
      <Radios
        name={`${name}[due]`}
        label={milestone.what === '' ? milestone.dueText : milestone.what}
        options={optionsOf(box, words)}
        value={box.other === null ? box.chosen : 'other'}
      />
      <TextField
        type="date"
        name={`${name}[other]`}
        label={words.t('circular.otherDay')}
        value={box.other ?? ''}
        class="narrow"
      />
    </div>
  )
}

function optionsOf({ days }: MilestoneBox, words: Words): Option[] {
  const years = new Set(days.map((day) => day.slice(0, 4)))
  const label = (day: (typeof days)[number]) =>
    years.size > 1
      ? words.t('circular.dayOfYear', { year: day.slice(0, 4), date: words.date(day) })
      : words.date(day)
  return [
    ...days.map((day, index) => ({
      value: day,
      label: label(day),
      aside: index === 0 ? words.t('circular.asRead') : undefined,
    })),
    { value: 'other', label: words.t('circular.otherDay') },
    { value: 'open', label: words.t('circular.choice.open') },
    { value: 'drop', label: words.t('circular.choice.dropReport') },
  ]
}

/** A name on the address line that fits several units, or none. */
export function RecipientQuestion({ box }: { box: RecipientBox }) {
  const words = useWords()
  const { index, name, match, chosen } = box
  const ask = match.kind === 'many' ? 'circular.ask.recipient-many' : 'circular.ask.recipient-none'
  return (
    <div class="question-box" id={`ask-recipient-${index}`}>
      <p>{words.t(ask, { words: name })}</p>
      {match.kind === 'none' ? null : (
        <Checks
          name={`recipient[${index}][units]`}
          label={name}
          values={chosen.map(String)}
          options={match.units.map((unit) => ({
            value: String(unit.id),
            label: unit.name,
            aside: unit.code,
          }))}
        />
      )}
    </div>
  )
}

/** A single value that is to be filled in: a number left blank, a date of issue that is not there. */
export function ValueQuestion(
  props: BoxProps & { name: 'documentNumber' | 'issuedOn'; questions: CircularQuestion[]; value: string },
) {
  const words = useWords()
  const label = words.code('circular.part', props.name)
  return (
    <div class="question-box" id={`ask-${props.name}`}>
      {props.questions.length === 0 ? (
        <p>{words.t('circular.fillIn', { what: label })}</p>
      ) : (
        <Asked questions={props.questions} draft={props.draft} marks={props.marks} />
      )}
      <TextField
        name={props.name}
        label={label}
        value={props.value}
        {...(props.name === 'issuedOn' ? { type: 'date' as const } : { max: 60 })}
        class="narrow"
      />
    </div>
  )
}

/** The questions as sentences, with the way to the words that raise them. */
export function Asked({ questions, draft, marks }: BoxProps & { questions: CircularQuestion[] }) {
  const words = useWords()
  return (
    <ul class="plain asked">
      {questions.map((question) => {
        const mark = markAt(marks, question.span)
        return (
          <li>
            {circularQuestionText(words.language, question, draft.text)}
            {mark === null ? null : (
              <Link
                href={`#mark-${mark.n}`}
                class="to-mark asked"
                label={words.t('circular.showMark', { n: mark.n })}
              >
                {mark.n}
              </Link>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function pointing(mark: Mark | null): Record<string, string> {
  return mark === null ? {} : { 'data-points': String(mark.n) }
}
