import type { ComponentChildren } from 'preact'
import type { FieldProblem } from '../../domain/problem.ts'
import { pathOf } from '../forms.ts'
import { useFrame } from '../frame.ts'
import { StateGlyph } from './StateGlyph.tsx'

interface FieldProps {
  name: string
  label: string
  hint?: string | undefined
  /** What stands there unless a refused form is shown again. */
  value?: string | undefined
  class?: string | undefined
  warned?: Warned | undefined
}

/** What speaks against a value and does not keep it from being saved; changed at once by scripts/dates.js. */
export interface Warned {
  /** Where the script asks; the value is added. */
  by: string
  /** About the value that stands there. */
  sentences: readonly string[]
}

export const idOf = (name: string, fieldIds = 'f'): string =>
  `${fieldIds}-${pathOf(name).replaceAll(/[^A-Za-z0-9-]/g, '-')}`

/** The complaint about a field of the form that was refused, and what had been typed there. */
export function useField(
  name: string,
  value: string | undefined,
): { complaint: string | null; value: string } {
  const { problem, typed, words } = useFrame()
  const path = pathOf(name)
  const found = problem?.fields.find((field: FieldProblem) => field.field === path)
  return {
    complaint: found === undefined ? null : words.problem(found),
    value: typed?.has(name) === true ? typed.one(name) : (value ?? ''),
  }
}

export function Complaint({ id, text }: { id: string; text: string }) {
  return (
    <span class="complaint" id={id}>
      <StateGlyph state="returned" />
      {text}
    </span>
  )
}

interface Control {
  id: string
  name: string
  value: string
  'aria-describedby'?: string
  'aria-invalid'?: true
}

/** Label, hint, complaint, control: in this order, so that the complaint is read before the control. */
function Labelled(props: FieldProps & { control: (control: Control) => ComponentChildren }) {
  const { complaint, value } = useField(props.name, props.value)
  const id = idOf(props.name, useFrame().fieldIds)
  const described = [
    ...(props.hint === undefined ? [] : [`${id}-hint`]),
    ...(complaint === null ? [] : [`${id}-no`]),
    ...(props.warned === undefined ? [] : [`${id}-warned`]),
  ].join(' ')
  return (
    <div
      class={`field${complaint === null ? '' : ' refused'}${props.class === undefined ? '' : ` ${props.class}`}`}
    >
      <label class="label" for={id}>
        {props.label}
      </label>
      {props.hint === undefined ? null : (
        <div class="hint" id={`${id}-hint`}>
          {props.hint}
        </div>
      )}
      {complaint === null ? null : <Complaint id={`${id}-no`} text={complaint} />}
      {props.control({
        id,
        name: props.name,
        value,
        ...(described === '' ? {} : { 'aria-describedby': described }),
        ...(complaint === null ? {} : { 'aria-invalid': true as const }),
      })}
      {props.warned === undefined ? null : (
        <div class="warned" id={`${id}-warned`} data-by={props.warned.by} aria-live="polite">
          {props.warned.sentences.map((sentence) => (
            <p>{sentence}</p>
          ))}
        </div>
      )}
    </div>
  )
}

interface TextProps extends FieldProps {
  type?: keyof typeof types
  required?: boolean | undefined
  max?: number | undefined
  inputMode?: 'numeric' | 'decimal' | undefined
  autocomplete?: string | undefined
  short?: boolean | undefined
}

/** One type each: an input's other attributes hang on it. */
const types = {
  text: { type: 'text' },
  email: { type: 'email' },
  password: { type: 'password' },
  tel: { type: 'tel' },
  date: { type: 'date' },
  number: { type: 'number' },
  search: { type: 'search' },
} as const

export function TextField(props: TextProps) {
  return (
    <Labelled
      {...props}
      control={(control) => (
        <input
          {...types[props.type ?? 'text']}
          {...control}
          {...(props.required === true ? { required: true } : {})}
          {...(props.max === undefined ? {} : { maxLength: props.max })}
          {...(props.inputMode === undefined ? {} : { inputMode: props.inputMode })}
          {...(props.autocomplete === undefined ? {} : { autocomplete: props.autocomplete })}
          {...(props.short === true ? { class: 'short' } : {})}
        />
      )}
    />
  )
}

export function TextArea(
  props: FieldProps & { rows?: number; max?: number; required?: boolean; shortcut?: string },
) {
  return (
    <Labelled
      {...props}
      control={({ value, ...control }) => (
        <textarea
          {...control}
          rows={props.rows ?? 3}
          {...(props.shortcut === undefined ? {} : { 'data-key': props.shortcut, accesskey: props.shortcut })}
          {...(props.max === undefined ? {} : { maxLength: props.max })}
          {...(props.required === true ? { required: true } : {})}
        >
          {/* A browser drops a first line end. */}
          {value.startsWith('\n') ? `\n${value}` : value}
        </textarea>
      )}
    />
  )
}

export interface Option {
  value: string
  label: string
  aside?: string | undefined
}

export function SelectField(props: FieldProps & { options: readonly Option[] }) {
  return (
    <Labelled
      {...props}
      control={({ value, ...control }) => (
        <select {...control}>
          {props.options.map((option) => (
            <option value={option.value} {...(option.value === value ? { selected: true } : {})}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    />
  )
}
