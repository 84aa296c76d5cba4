import type { ComponentChildren } from 'preact'
import { FrameContext, useFrame } from '../frame.ts'
import { Form } from './Form.tsx'

/**
 * One form of several on a page. A refusal is shown at the fields of the form that was sent and of no other, and
 * fields of the same name have ids of their own.
 */
export function ScopedForm(props: { action: string; name: string; children: ComponentChildren }) {
  const frame = useFrame()
  const own = frame.typed?.one('form') === props.name ? frame : { ...frame, problem: null, typed: null }
  return (
    <FrameContext.Provider value={{ ...own, fieldIds: props.name }}>
      <Form action={`${props.action}#${props.name}`}>
        <input type="hidden" name="form" value={props.name} />
        {props.children}
      </Form>
    </FrameContext.Provider>
  )
}
