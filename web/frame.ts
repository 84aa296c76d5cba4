import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { AccountRole } from '../db/tables/tree.ts'
import type { Problem } from '../domain/problem.ts'
import { DEFAULT_ZONE, localDate, type LocalDate } from '../domain/time.ts'
import type { AssetAddresses } from './deps.ts'
import type { Form } from './forms.ts'
import { wordsOf, type Words } from './words.ts'

/** What surrounds every page: whom it is for, in which language, and the form that was refused, if one was. */
export interface Frame {
  words: Words
  /** Path and query of the page, for the way back and the other language. */
  path: string
  addresses: AssetAddresses
  today: LocalDate
  person: { name: string; unitName: string; role: AccountRole } | null
  /** What waits for her: reports to review, items to decide. */
  waiting: { reports: number; items: number }
  /** Where the docket's pages are: below `/docket`, or below the link of a docket mail, which opens nothing else. */
  docketBase: string
  /** Goes along with each form of a person who signed in. */
  csrf: string | null
  problem: Problem | null
  typed: Form | null
  /** Sets the ids of one form's fields apart from those of another on the same page. */
  fieldIds: string
  /** Development only: mails can be read in the browser. */
  hasMailbox: boolean
}

export const FrameContext = createContext<Frame>({
  words: wordsOf('zh-CN', DEFAULT_ZONE),
  path: '/',
  addresses: { desk: '', phone: '', unitReport: '', live: '', keys: '', circular: '', dates: '' },
  today: localDate('1970-01-01'),
  person: null,
  waiting: { reports: 0, items: 0 },
  docketBase: '/docket',
  csrf: null,
  problem: null,
  typed: null,
  fieldIds: 'f',
  hasMailbox: false,
})

export const useFrame = (): Frame => useContext(FrameContext)
export const useWords = (): Words => useContext(FrameContext).words
