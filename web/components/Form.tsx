import type { ComponentChildren } from 'preact'
import { useFrame } from '../frame.ts'

interface FormProps {
  action: string
  method?: 'get' | 'post' | undefined
  class?: string | undefined
  id?: string | undefined
  /** For a script, as `data-…`. */
  data?: Record<`data-${string}`, string> | undefined
  /** Takes files along. */
  files?: boolean | undefined
  children: ComponentChildren
}

/** A form; what signed-in people send carries the mark that only their own pages have. */
export function Form({ method = 'post', files, data, children, ...rest }: FormProps) {
  const { csrf } = useFrame()
  return (
    <form method={method} {...rest} {...data} {...(files === true ? { enctype: 'multipart/form-data' } : {})}>
      {method === 'post' && csrf !== null ? <input type="hidden" name="_csrf" value={csrf} /> : null}
      {children}
    </form>
  )
}
