import type { ComponentChildren } from 'preact'
import { useWords } from '../frame.ts'
import { ButtonLink } from './Button.tsx'

export interface Need {
  glyph: ComponentChildren
  what: string
  note: string
  action: { label: string; href: string }
}

/** What waits for the reader, one button each; the first one is the most pressing. */
export function NeedList({ needs }: { needs: readonly Need[] }) {
  const words = useWords()
  return (
    <section class="section">
      <header>
        <h2>{words.t('need.title')}</h2>
        <span class="note">{needs.length === 0 ? '' : words.number(needs.length)}</span>
      </header>
      {needs.length === 0 ? <p class="empty">{words.t('need.none')}</p> : null}
      <ul class="needs">
        {needs.map((need, index) => (
          <li>
            {need.glyph}
            <div>
              <strong>{need.what}</strong>
              <div class="note">{need.note}</div>
            </div>
            <ButtonLink kind={index === 0 ? 'ink' : 'outline'} href={need.action.href}>
              {need.action.label}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </section>
  )
}
