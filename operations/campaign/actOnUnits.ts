import { z } from 'zod'
import { listNamedUnits, type NamedUnit } from '../../db/queries/unitList.ts'
import type { Db } from '../../db/connection.ts'
import { dateField } from '../../domain/notice.ts'
import type { Instant } from '../../domain/time.ts'
import type { AccountActor, Op } from '../perform.ts'
import { newMails, tryOut } from '../tryOut.ts'
import { withdrawUnits } from './addUnits.ts'
import { chaseUnits } from './chaseUnits.ts'
import { extendMilestone } from './extendMilestone.ts'
import { waiveUnits } from './waiveUnits.ts'

const common = {
  campaignId: z.number().int().positive(),
  /** null: the acknowledgement. Withdrawing takes the whole notice back, whatever the milestone. */
  milestoneId: z.number().int().positive().nullable(),
  unitIds: z.array(z.number().int().positive()).min(1).max(200_000),
  reason: z.string().trim().max(2000),
}

/** What a coordinator may do with many units at once. */
export const unitActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chase'), ...common }),
  z.strictObject({ kind: z.literal('extend'), ...common, dueOn: dateField }),
  z.strictObject({ kind: z.literal('waive'), ...common }),
  z.strictObject({ kind: z.literal('withdraw'), ...common }),
])
export type UnitAction = z.infer<typeof unitActionSchema>
export const unitActionKinds = [
  'chase',
  'extend',
  'waive',
  'withdraw',
] as const satisfies UnitAction['kind'][]

export interface UnitActionOutcome {
  /** On whom it took effect; the others had done it, never owed it, or were written to today. */
  unitIds: number[]
  remindedToday: number[]
  /** Of a chase, by which it may be taken back. */
  chasedAt: Instant | null
}

/** @throws whatever the command for it throws: see there */
export async function actOnUnits(op: Op, action: UnitAction): Promise<UnitActionOutcome> {
  switch (action.kind) {
    case 'chase':
      return chaseUnits(op, action)
    case 'extend':
      return { ...(await extendMilestone(op, action)), remindedToday: [], chasedAt: null }
    case 'waive':
      return { ...(await waiveUnits(op, action)), remindedToday: [], chasedAt: null }
    case 'withdraw':
      return { ...(await withdrawUnits(op, action)), remindedToday: [], chasedAt: null }
  }
}

export interface UnitActionPreview {
  /** Whom it concerns, by name, with whether a mail reaches them. */
  units: NamedUnit[]
  remindedToday: NamedUnit[]
  /** Chosen, but nothing changes for them. */
  unchanged: number
  mails: number
  itemsBefore: number
  itemsAfter: number
}

/** What an action would do. @throws whatever actOnUnits throws */
export function previewUnitAction(
  db: Db,
  actor: AccountActor,
  action: UnitAction,
): Promise<UnitActionPreview> {
  return tryOut(db, actor, async (op) => {
    const itemsBefore = await undecided(op, action.campaignId)
    const { unitIds, remindedToday } = await actOnUnits(op, action)
    const named = await listNamedUnits(op.tx, [...unitIds, ...remindedToday])
    const reminded = new Set(remindedToday)
    return {
      units: named.filter(({ unitId }) => !reminded.has(unitId)),
      remindedToday: named.filter(({ unitId }) => reminded.has(unitId)),
      unchanged: new Set(action.unitIds).size - unitIds.length - remindedToday.length,
      mails: await newMails(op),
      itemsBefore,
      itemsAfter: await undecided(op, action.campaignId),
    }
  })
}

async function undecided(op: Op, campaignId: number): Promise<number> {
  const { n } = await op.tx
    .selectFrom('docket_item')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('campaign_id', '=', campaignId)
    .where('state', '=', 'undecided')
    .executeTakeFirstOrThrow()
  return n
}
