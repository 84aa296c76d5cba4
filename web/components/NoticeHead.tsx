import type { LocalDate } from '../../domain/time.ts'
import { useWords } from '../frame.ts'

/** Whose paper it is: the issuer in red, the title in Song, the red double rule. */
export function NoticeHead(props: {
  issuerName: string
  title: string
  number: string
  issuedOn: LocalDate
}) {
  const words = useWords()
  return (
    <header class="notice-head">
      <p class="issuer">{props.issuerName}</p>
      <h1>{props.title}</h1>
      <p>{words.line(props.number, words.fullDate(props.issuedOn))}</p>
    </header>
  )
}
