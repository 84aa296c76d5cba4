import type { ComponentChildren } from 'preact'
import { Link } from './Link.tsx'

/** `seal` is for issuing a notice and for nothing else. */
export type ButtonKind = 'ink' | 'outline' | 'text' | 'seal'

interface ButtonProps {
  kind?: ButtonKind | undefined
  name?: string | undefined
  value?: string | undefined
  formaction?: string | undefined
  /** The form that it belongs to, where it stands outside of it. */
  form?: string | undefined
  /** Leaves the browser's own checks out: saving what is not finished. */
  unchecked?: boolean | undefined
  /** Presses it, with scripts/keys.js; and as an access key without. */
  shortcut?: string | undefined
  children: ComponentChildren
}

export function Button({ kind = 'outline', unchecked, shortcut, children, ...rest }: ButtonProps) {
  return (
    <button
      type="submit"
      class={`button ${kind}`}
      {...rest}
      {...(unchecked === true ? { formnovalidate: true } : {})}
      {...(shortcut === undefined ? {} : { 'data-key': shortcut, accesskey: shortcut })}
    >
      {children}
    </button>
  )
}

/** A way to a page that looks like what it leads to doing. */
export function ButtonLink(props: {
  href: string
  kind?: ButtonKind | undefined
  children: ComponentChildren
}) {
  return (
    <Link href={props.href} class={`button ${props.kind ?? 'outline'}`}>
      {props.children}
    </Link>
  )
}
