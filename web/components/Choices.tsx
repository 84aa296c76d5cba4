import type { ComponentChildren } from 'preact'
import { useFrame } from '../frame.ts'
import { Complaint, idOf, useField, type Option } from './Field.tsx'

interface GroupProps {
  name: string
  label: string
  hint?: string | undefined
  options: readonly Option[]
}

function Group(props: GroupProps & { control: (option: Option, index: number) => ComponentChildren }) {
  const { complaint } = useField(props.name, undefined)
  return (
    <fieldset class={`field${complaint === null ? '' : ' refused'}`} id={idOf(props.name)}>
      <legend>{props.label}</legend>
      {props.hint === undefined ? null : <div class="hint">{props.hint}</div>}
      {complaint === null ? null : <Complaint id={`${idOf(props.name)}-no`} text={complaint} />}
      <div class="options">
        {props.options.map((option, index) => (
          <label class="option">
            {props.control(option, index)}
            {option.label}
            {option.aside === undefined ? null : <span class="aside">{option.aside}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

export function Radios(props: GroupProps & { value?: string | undefined }) {
  const { value } = useField(props.name, props.value)
  return (
    <Group
      {...props}
      control={(option) => (
        <input
          type="radio"
          name={props.name}
          value={option.value}
          {...(option.value === value ? { checked: true } : {})}
        />
      )}
    />
  )
}

export function Checks(props: GroupProps & { values: readonly string[] }) {
  const { typed } = useFrame()
  const chosen = typed === null ? props.values : typed.all(props.name)
  return (
    <Group
      {...props}
      control={(option) => (
        <input
          type="checkbox"
          name={props.name}
          value={option.value}
          {...(chosen.includes(option.value) ? { checked: true } : {})}
        />
      )}
    />
  )
}

/** One thing that is so or not. An unchecked box is not sent, so a refused form tells by the rest of it. */
export function Check(props: { name: string; label: string; checked?: boolean; hint?: string }) {
  const { typed } = useFrame()
  const checked = typed === null ? props.checked === true : typed.has(props.name)
  return (
    <div class="field">
      <label class="option">
        <input type="checkbox" name={props.name} value="yes" {...(checked ? { checked: true } : {})} />
        <span>
          {props.label}
          {props.hint === undefined ? null : <span class="note"> {props.hint}</span>}
        </span>
      </label>
    </div>
  )
}
