import type { ComponentChildren } from 'preact'
import type { AccountRole } from '../../db/tables/tree.ts'
import type { MessageKey } from '../../messages/index.ts'
import { useFrame } from '../frame.ts'
import { Button } from './Button.tsx'
import { Form } from './Form.tsx'
import { Link } from './Link.tsx'

/** Addresses of modules that improve a page, which works without them. */
type Script = string | readonly string[] | undefined

interface DocumentProps {
  title: string
  kind: 'desk' | 'phone'
  script?: Script
  children: ComponentChildren
}

/** The page as a document. The stylesheet, and the scripts that are named, are all that it fetches. */
function Document(props: DocumentProps) {
  const { words, addresses } = useFrame()
  return (
    <html lang={words.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>{`${props.title} · ${words.t('page.name')}`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={addresses[props.kind]} />
        {[props.script ?? []].flat().map((script) => (
          <script type="module" src={script} />
        ))}
      </head>
      <body {...(props.kind === 'phone' ? { class: 'phone' } : {})}>
        <Link href="#main" class="hidden skip">
          {words.t('page.skip')}
        </Link>
        {props.children}
      </body>
    </html>
  )
}

/** The sign of Duban: 督, white on ink. */
export function Sign({ size }: { size: number }) {
  return (
    <svg class="sign" width={size} height={size} viewBox="0 0 26 26" aria-hidden="true">
      <rect width="26" height="26" rx="2" />
      <text x="13" y="19" text-anchor="middle" lang="zh-CN">
        督
      </text>
    </svg>
  )
}

/** The same page in the other language, named in that language. */
export function OtherLanguage() {
  const { words, path } = useFrame()
  const other = words.language === 'en' ? 'zh-CN' : 'en'
  const address = new URL(path, 'http://duban.invalid')
  address.searchParams.set('lang', other)
  return (
    <Link href={`${address.pathname}${address.search}`} lang={other}>
      {words.t('page.otherLanguage')}
    </Link>
  )
}

export type Section = 'notices' | 'review' | 'docket' | 'decided' | 'units' | 'calendar' | 'mailbox'

interface Entry {
  section: Section
  href: string
  label: MessageKey
  count?: 'reports' | 'items'
}

const forCoordinators: readonly Entry[] = [
  { section: 'notices', href: '/', label: 'nav.notices' },
  { section: 'review', href: '/review', label: 'nav.review', count: 'reports' },
  { section: 'docket', href: '/docket', label: 'nav.docket', count: 'items' },
  { section: 'units', href: '/units', label: 'nav.units' },
  { section: 'calendar', href: '/calendar', label: 'nav.calendar' },
]
const forSupervisors: readonly Entry[] = [
  { section: 'docket', href: '/docket', label: 'nav.docketList', count: 'items' },
  { section: 'decided', href: '/docket/decided', label: 'nav.decided' },
  { section: 'notices', href: '/', label: 'nav.notices' },
  { section: 'units', href: '/units', label: 'nav.units' },
]

/** Who came by the link of a docket mail has its pages and no others. */
const byDocketLink = (base: string): readonly Entry[] => [
  { section: 'docket', href: base, label: 'nav.docketList', count: 'items' },
  { section: 'decided', href: `${base}/decided`, label: 'nav.decided' },
]

function entriesFor(role: AccountRole, hasMailbox: boolean): readonly Entry[] {
  const own = role === 'coordinator' || role === 'administrator' ? forCoordinators : forSupervisors
  return hasMailbox ? [...own, { section: 'mailbox', href: '/mailbox', label: 'nav.mailbox' }] : own
}

/** A page of those who sign in. */
export function Desk(props: {
  title: string
  section?: Section | undefined
  narrow?: boolean
  script?: Script
  children: ComponentChildren
}) {
  return (
    <Document title={props.title} kind="desk" script={props.script}>
      <TopBar section={props.section} />
      <main id="main" class={props.narrow === true ? 'page narrow' : 'page'}>
        {props.children}
      </main>
    </Document>
  )
}

function TopBar({ section }: { section: Section | undefined }) {
  const { words, person, waiting, hasMailbox, today, docketBase } = useFrame()
  const signedIn = docketBase === '/docket'
  return (
    <header class="bar">
      <div>
        <Link href={signedIn ? '/' : docketBase} class="brand">
          <Sign size={26} />
          {words.t('page.name')}
        </Link>
        {person === null ? null : (
          <nav class="nav" aria-label={words.t('nav.label')}>
            {(signedIn ? entriesFor(person.role, hasMailbox) : byDocketLink(docketBase)).map((entry) => (
              <Link href={entry.href} current={entry.section === section}>
                {words.t(entry.label)}
                {entry.count === undefined || waiting[entry.count] === 0 ? null : (
                  <span class="count">{words.number(waiting[entry.count])}</span>
                )}
              </Link>
            ))}
          </nav>
        )}
        <div class="end">
          {person === null ? null : (
            <span class="note today">{words.t('page.today', { date: words.date(today) })}</span>
          )}
          {person === null ? null : signedIn ? <Person /> : <span class="who">{person.unitName}</span>}
          <OtherLanguage />
        </div>
      </div>
    </header>
  )
}

function Person() {
  const { words, person } = useFrame()
  if (person === null) return null
  return (
    <>
      <Form action="/units" method="get" class="find">
        <input type="search" name="q" placeholder={words.t('page.find')} aria-label={words.t('page.find')} />
      </Form>
      <Link href="/account" class="who">{`${person.unitName} · ${person.name}`}</Link>
      <Form action="/sign-out">
        <Button kind="text">{words.t('page.signOut')}</Button>
      </Form>
    </>
  )
}

/** A unit's page: one column, and one thing to do, in the bar at the foot. */
export function Phone(props: {
  title: string
  heading: string
  foot?: ComponentChildren
  script?: Script
  children: ComponentChildren
}) {
  return (
    <Document title={props.title} kind="phone" script={props.script}>
      <header class="phone-bar">
        <div>
          <Sign size={28} />
          <strong>{props.heading}</strong>
          <OtherLanguage />
        </div>
      </header>
      <main id="main">{props.children}</main>
      {props.foot === undefined ? null : <footer class="foot-bar">{props.foot}</footer>}
    </Document>
  )
}
