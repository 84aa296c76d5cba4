import type { ColumnType } from 'kysely'
import type { CircularDraft } from '../../domain/circular/draft.ts'
import type { RecipientMatch } from '../../domain/circular/match.ts'
import type { CircularAnswers } from '../../domain/circular/toNotice.ts'
import type { Json } from './notice.ts'

export interface CircularTable {
  notice_id: number
  /** Of the file that it came from; '' where it was pasted. */
  name: string
  text: string
  /** Without its text, which stands beside it. */
  draft: Json<Omit<CircularDraft, 'text'>>
  matches: ColumnType<RecipientMatch[], string, string>
  answers: Json<CircularAnswers>
  /** The version of the notice that draft and answers made: once it has changed elsewhere they no longer write it. */
  notice_version: number
}
