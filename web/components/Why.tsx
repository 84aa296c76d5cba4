import { useWords } from '../frame.ts'

/** Why, behind a word: opens without a script. */
export function Why({ sentences }: { sentences: readonly string[] }) {
  const words = useWords()
  return (
    <details class="why">
      <summary>{words.t('why.ask')}</summary>
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
    </details>
  )
}
