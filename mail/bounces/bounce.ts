import type { Remedy } from '../sendOutcome.ts'

/** What a mail that came back says of the mail that it is about. */
export interface Bounce {
  /** The Message-ID of the bounce itself; of one that has none, what follows from its bytes. */
  headerId: string
  /** Ids that the bounce gives for the mail that it is about. Who knows one has seen that mail. */
  originalIds: string[]
  /** In small letters. */
  recipient: string | null
  /** As in RFC 3463, `5.1.1`. */
  status: string | null
  /** It will not be tried any more. */
  permanent: boolean
  remedy: Remedy
  /** The server's own words, without addresses; for people who look after mail. */
  diagnostic: string
}
