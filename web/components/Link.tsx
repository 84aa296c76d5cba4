import type { ComponentChildren } from 'preact'

interface LinkProps {
  href: string
  class?: string | undefined
  current?: boolean | undefined
  /** Says more than the words of the link, for those who hear the page. */
  label?: string | undefined
  newWindow?: boolean | undefined
  id?: string | undefined
  lang?: string | undefined
  /** Opens it, with scripts/keys.js. */
  shortcut?: string | undefined
  children?: ComponentChildren
}

/**
 * The only way to make an `<a>`. Text that people entered may end up in an address: only a place of Duban's own,
 * a calendar of a unit, a mail address or a telephone number becomes a link, anything else stays text.
 */
export function Link({ href, current, label, newWindow, shortcut, children, ...rest }: LinkProps) {
  if (!isSafe(href)) return <span {...rest}>{children}</span>
  return (
    <a
      href={href}
      {...rest}
      {...(current === true ? { 'aria-current': 'page' as const } : {})}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(shortcut === undefined ? {} : { 'data-key': shortcut, accesskey: shortcut })}
      {...(newWindow === true ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
    >
      {children}
    </a>
  )
}

function isSafe(href: string): boolean {
  return (
    /^(\/(?!\/)|#|\?)/.test(href) ||
    /^(tel:[+\d][\d-]*|mailto:[^\s?]+)$/.test(href) ||
    /^webcal:\/\/[\w.:-]+\/u\/[\w-]+\/calendar\.ics$/.test(href)
  )
}

/** A telephone number that a phone can call; what is no number stays text. */
export function Telephone({ number }: { number: string }) {
  const digits = number.replaceAll(/[^\d+-]/g, '')
  return digits.length < 5 ? <>{number}</> : <Link href={`tel:${digits}`}>{number}</Link>
}
