import { z } from 'zod'

/**
 * A policy says how a unit is reminded and how an overdue obligation climbs. It is chosen with the notice
 * and frozen at issue: a campaign keeps the steps that it was issued with.
 */

/** Steps before a due date, in working days: 3 = three working days before the due date. */
const before = z.array(z.number().int().min(1).max(60)).max(12)

export const stepsSchema = z.strictObject({
  before,
  /** Also on the due date itself (or, where that is a day off, not at all: the step before it stands). */
  onDay: z.boolean(),
  /** After the due date: the first `first` working days after, then every `every`, at most `atMost` times. */
  overdue: z
    .strictObject({
      first: z.number().int().min(1).max(60),
      every: z.number().int().min(1).max(60),
      atMost: z.number().int().min(1).max(60),
    })
    .nullable(),
})
export type Steps = z.infer<typeof stepsSchema>

/** For an open milestone, which has no due date: every so many working days after issue. */
export const rhythmSchema = z.strictObject({
  everyWorkingDays: z.number().int().min(1).max(120),
  atMost: z.number().int().min(1).max(60),
})
export type Rhythm = z.infer<typeof rhythmSchema>

/**
 * Where a step of the chain finds its people, seen from the overdue unit. `parent` and `grandparent` follow the
 * tree of the day on which the item joins; `issuer` is the unit that issued the notice.
 */
export const chainPlaces = ['parent', 'grandparent', 'issuer'] as const
export const chainRoles = ['supervisor', 'leader'] as const

export const chainStepSchema = z.strictObject({
  at: z.enum(chainPlaces),
  role: z.enum(chainRoles),
  /** Working days that an item may stand undecided here before it climbs on. The last step's is not used. */
  waitWorkingDays: z.number().int().min(1).max(60),
})
export type ChainStep = z.infer<typeof chainStepSchema>

export const escalationSchema = z.strictObject({
  /** Working days overdue at which an obligation becomes an item of a docket. */
  afterWorkingDays: z.number().int().min(1).max(60),
  chain: z.array(chainStepSchema).min(1).max(6),
  /** Working days after which an acknowledgement that no decision followed counts no longer. */
  acknowledgementDecays: z.number().int().min(1).max(60),
})
export type Escalation = z.infer<typeof escalationSchema>

export const policySchema = z.strictObject({
  acknowledge: stepsSchema,
  report: stepsSchema,
  open: rhythmSchema,
  escalation: escalationSchema,
})
export type Policy = z.infer<typeof policySchema>

/** What a notice is issued with where its author chooses nothing else. */
export const commonPolicy: Policy = {
  acknowledge: { before: [1], onDay: true, overdue: { first: 1, every: 2, atMost: 3 } },
  report: { before: [10, 5, 3, 1], onDay: false, overdue: { first: 1, every: 2, atMost: 5 } },
  open: { everyWorkingDays: 10, atMost: 6 },
  escalation: {
    afterWorkingDays: 3,
    chain: [
      { at: 'parent', role: 'supervisor', waitWorkingDays: 3 },
      { at: 'grandparent', role: 'supervisor', waitWorkingDays: 4 },
      { at: 'issuer', role: 'leader', waitWorkingDays: 5 },
    ],
    acknowledgementDecays: 2,
  },
}
