import type { MessageKey } from '../../messages/index.ts'
import { ButtonLink } from '../components/Button.tsx'
import { Desk } from '../components/Shell.tsx'
import { useWords } from '../frame.ts'

/** What could not be done, and what to do about it. */
export function ErrorPage({ title, sentence }: { title: MessageKey; sentence: string }) {
  const words = useWords()
  return (
    <Desk title={words.t(title)} narrow>
      <div class="page-head">
        <h1>{words.t(title)}</h1>
      </div>
      <p class="problem">{sentence}</p>
      <p class="buttons">
        <ButtonLink href="/">{words.t('page.homeLink')}</ButtonLink>
      </p>
    </Desk>
  )
}
