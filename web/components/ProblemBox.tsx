import { useFrame } from '../frame.ts'
import { idOf } from './Field.tsx'
import { Link } from './Link.tsx'
import { StateGlyph } from './StateGlyph.tsx'

/** Why a form was refused: the sentence and what to do, then the fields that are meant. Nothing when it was not. */
export function ProblemBox() {
  const { problem, typed, words } = useFrame()
  const form = typed?.one('form') ?? ''
  if (problem === null) return null
  return (
    <div class="problem" role="alert" id="problem">
      <h2>
        <StateGlyph state="returned" />
        {words.problem(problem)}
      </h2>
      {problem.code === 'invalid-input' ? (
        <ul>
          {problem.fields.map((field) => (
            <li>
              <Link href={`#${idOf(field.field, form === '' ? 'f' : form)}`}>{words.field(field.field)}</Link>
              {': '}
              {words.problem(field)}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}

/** What has just been done, in a sentence. */
export function Done({ text }: { text: string }) {
  return (
    <p class="done" role="status">
      <StateGlyph state="accepted" />
      <span>{text}</span>
    </p>
  )
}
