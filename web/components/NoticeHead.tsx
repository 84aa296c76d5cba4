import type { LocalDate } from '../../domain/time.ts'
import { useWords } from '../frame.ts'

/**
 * Whose paper it is: the issuer in red, the title in Song, the red double rule.
 * @param props.inner the page has a heading of its own
 */
export function NoticeHead(props: {
  issuerName: string
  title: string
  number: string
  issuedOn: LocalDate
  inner?: boolean
}) {
  const words = useWords()
  const Title = props.inner === true ? 'h2' : 'h1'
  return (
    <header class="notice-head">
      <p class="issuer">{props.issuerName}</p>
      <Title>{props.title}</Title>
      <p>{words.line(props.number, words.fullDate(props.issuedOn))}</p>
    </header>
  )
}
