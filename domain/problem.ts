/** Every way in which Duban says no, with its HTTP status. The sentences stand in messages/. */
export const problemStatus = {
  'not-found': 404,
  'method-not-allowed': 405,
  'media-type-unknown': 415,
  'not-allowed': 403,
  'sign-in-needed': 401,
  'sign-in-failed': 401,
  'invalid-input': 422,
  'too-many-requests': 429,
  'changed-meanwhile': 409,
  'precondition-failed': 412,
  'link-invalid': 404,
  'link-expired': 410,
  'link-replaced': 410,
  'notice-not-editable': 409,
  'notice-not-checked': 409,
  'notice-needs-milestone': 422,
  'milestone-before-issue': 422,
  'due-in-past': 422,
  'lock-before-due': 422,
  'audience-empty': 422,
  'chain-ends-nowhere': 422,
  'campaign-ended': 409,
  'campaign-still-issuing': 409,
  'campaign-paused': 409,
  'campaign-not-paused': 409,
  'unit-already-assigned': 409,
  'unit-not-assigned': 404,
  'obligation-ended': 409,
  'nothing-to-acknowledge': 409,
  'milestone-locked': 409,
  'report-empty': 422,
  'report-needs-attachment': 422,
  'report-already-reviewed': 409,
  'reason-needed': 422,
  'return-date-needed': 422,
  'extension-not-later': 422,
  'item-already-decided': 409,
  'nothing-selected': 422,
  'chase-gone': 409,
  'file-too-large': 413,
  'file-empty': 422,
  'file-type-refused': 415,
  'file-type-lies': 415,
  'file-heic': 415,
  'file-has-macros': 415,
  'link-ended': 410,
  'too-many-colleagues': 422,
  'contact-known': 409,
  'appeal-answered': 409,
  'photo-unreadable': 415,
  'photo-too-large': 413,
  'too-many-files': 422,
  'circular-no-text': 422,
  'circular-encrypted': 422,
  'circular-type-unknown': 415,
  'circular-unreadable': 422,
  'circular-too-heavy': 422,
  'import-refused': 422,
  'unit-unknown': 422,
  'tree-cycle': 422,
  'placement-overlaps': 422,
  'placement-parent-missing': 422,
  'unit-has-children': 409,
  'calendar-day-invalid': 422,
  'idempotency-key-reused': 422,
  'password-too-short': 422,
  'deputy-invalid': 422,
  'mail-not-held': 409,
  unavailable: 503,
} as const

export type ProblemCode = keyof typeof problemStatus

/** Facts for the sentence; never names of people or addresses, since problems are logged. */
export type ProblemFacts = Record<string, string | number>

/** One complaint about one field of the input. */
export interface FieldProblem {
  field: string
  code: ProblemCode | string
  facts?: ProblemFacts | undefined
}

/** A refusal with a reason. What it refused has not been stored, not even in part. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly facts: ProblemFacts
  readonly fields: FieldProblem[]

  constructor(code: ProblemCode, facts: ProblemFacts = {}, fields: FieldProblem[] = []) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.facts = facts
    this.fields = fields
  }

  get status(): number {
    return problemStatus[this.code]
  }
}
