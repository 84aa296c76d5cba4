import type { ComponentChildren } from 'preact'
import { Link } from './Link.tsx'

export interface Tab {
  href: string
  current: boolean
  children: ComponentChildren
}

export function Tabs({
  label,
  tabs,
  aside,
}: {
  label: string
  tabs: readonly Tab[]
  aside?: ComponentChildren
}) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <Link href={tab.href} current={tab.current}>
          {tab.children}
        </Link>
      ))}
      {aside === undefined ? null : <span class="aside">{aside}</span>}
    </nav>
  )
}
