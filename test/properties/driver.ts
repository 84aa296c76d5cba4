import { sweepDocket } from '../../activities/docket/sweepDocket.ts'
import { addDays, localDate, type LocalDate } from '../../domain/time.ts'
import { Problem } from '../../domain/problem.ts'
import { changeCalendarDay } from '../../operations/calendar/changeCalendar.ts'
import { closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { extendMilestone } from '../../operations/campaign/extendMilestone.ts'
import { pauseCampaign, resumeCampaign } from '../../operations/campaign/pauseCampaign.ts'
import { decideItems } from '../../operations/docket/decideItems.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { waiveObligation } from '../../operations/obligation/waive.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import { acknowledge } from '../../operations/unit/acknowledge.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { instant, type Desk } from '../support/desk.ts'
import { docketsOf, itemsOf, ledgerOf, milestoneOf, obligationOf, reportOf } from '../support/story.ts'

/**
 * Plays a campaign on a desk as its workflows would: whatever an operation has nudged is swept at once, the rest at the
 * moment that its last look named, and at no other time. Disturbances come on top of that.
 */
export type Kind =
  | 'acknowledge'
  | 'report'
  | 'return'
  | 'extend'
  | 'extendAll'
  | 'waive'
  | 'pause'
  | 'resume'
  | 'holiday'
  | 'urgeItem'
  | 'acknowledgeItem'
  | 'extendItem'
  | 'snoozeItem'

export interface Deed {
  /** Days since the start. */
  day: number
  time: string
  /** Which of the units. */
  unit: number
  kind: Kind
  /** For what takes a date: so many days on. */
  days: number
}

/** Somebody wakes without a reason, so many times. */
export interface Wake {
  day: number
  time: string
  times: number
}

/** A stretch in which no worker runs: what falls due in it is looked at when it ends. */
export interface Outage {
  day: number
  days: number
}

export interface Played {
  ledger: string[]
  dockets: string[]
  /** How each deed was answered. */
  answers: string[]
}

const START = localDate('2014-04-03')
const END_DAY = 70

const timeOf = ({ day, time }: { day: number; time: string }): Date =>
  instant(`${addDays(START, day)} ${time}`)

export async function play(
  desk: Desk,
  deeds: Deed[],
  disturbed: { wakes?: Wake[]; outage?: Outage; repeats?: number } = {},
): Promise<Played> {
  await desk.database.owner.deleteFrom('calendar_day').where('reason', '=', REASON).execute()
  await desk.database.owner.deleteFrom('outbox').execute()
  await desk.at(timeOf({ day: 0, time: '09:30' }))
  const campaignId = await desk.issue(exampleNotice('grassroots'))
  const run = new Run(desk, campaignId, disturbed.outage, disturbed.repeats ?? 1)
  const events = [
    ...deeds.map((deed) => ({ at: timeOf(deed), deed })),
    ...(disturbed.wakes ?? []).map((wake) => ({ at: timeOf(wake), wake })),
    { at: timeOf({ day: END_DAY, time: '10:00' }) },
  ].sort((a, b) => a.at.getTime() - b.at.getTime())
  const answers: string[] = []
  for (const event of events) {
    await run.until(event.at)
    if ('deed' in event) answers.push(await attempt(desk, campaignId, event.deed))
    if ('wake' in event) for (let n = 0; n < event.wake.times; n += 1) await run.wake()
    await run.nudged()
  }
  const played = {
    ledger: await ledgerOf(desk, campaignId),
    dockets: await docketsOf(desk, campaignId),
    answers,
  }
  await desk.do(desk.coordinator, (op) => closeCampaign(op, { campaignId, reason: '结束' }))
  return played
}

class Run {
  private next: Date | null
  private readonly docketNext = new Map<number, Date | null>()

  constructor(
    private readonly desk: Desk,
    private readonly campaignId: number,
    private readonly outage: Outage | undefined,
    private readonly repeats: number,
  ) {
    this.next = desk.now()
  }

  /** Everything that falls due by then, each at its moment. */
  async until(end: Date): Promise<void> {
    for (;;) {
      const waits = [this.next, ...this.docketNext.values()].flatMap((at) => at ?? [])
      const due = waits.reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null)
      const at = due === null ? null : this.whenUp(due)
      if (at === null || at > end) break
      await this.desk.at(at > this.desk.now() ? at : this.desk.now())
      await this.sweepDue()
      await this.nudged()
    }
    await this.desk.at(end)
  }

  /** Sweeps what operations and sweeps have asked for, until nobody asks any more. */
  async nudged(): Promise<void> {
    if (this.isDown(this.desk.now())) return
    for (;;) {
      const rows = await this.desk.database.owner
        .deleteFrom('outbox')
        .returning(['target', 'target_id'])
        .execute()
      const campaign = rows.some(
        ({ target, target_id }) => target === 'campaign' && target_id === this.campaignId,
      )
      const dockets = new Set(
        rows.flatMap(({ target, target_id }) => (target === 'docket' ? [target_id] : [])),
      )
      if (!campaign && dockets.size === 0) return
      for (let n = 0; n < this.repeats; n += 1) {
        if (campaign) await this.sweepCampaign()
        for (const id of dockets) await this.sweepDocket(id)
      }
    }
  }

  async wake(): Promise<void> {
    if (this.isDown(this.desk.now())) return
    for (const id of this.docketNext.keys()) await this.sweepDocket(id)
    await this.sweepCampaign()
  }

  private async sweepDue(): Promise<void> {
    const now = this.desk.now()
    if (this.next !== null && this.next <= now) await this.sweepCampaign()
    for (const [id, at] of this.docketNext) if (at !== null && at <= now) await this.sweepDocket(id)
  }

  private async sweepCampaign(): Promise<void> {
    const asOf = this.desk.now()
    const look = await this.desk.sweep(this.campaignId)
    this.next = look.nextInMs === null ? null : new Date(asOf.getTime() + look.nextInMs)
  }

  private async sweepDocket(id: number): Promise<void> {
    const asOf = this.desk.now()
    const look = await sweepDocket(this.desk.database.worker, id, asOf)
    this.docketNext.set(id, look.nextInMs === null ? null : new Date(asOf.getTime() + look.nextInMs))
  }

  private isDown(at: Date): boolean {
    return this.outage !== undefined && at >= this.down() && at < this.up()
  }

  private whenUp(at: Date): Date {
    return this.isDown(at) ? this.up() : at
  }

  private down(): Date {
    return timeOf({ day: this.outage?.day ?? 0, time: '07:00' })
  }

  private up(): Date {
    return timeOf({ day: (this.outage?.day ?? 0) + (this.outage?.days ?? 0), time: '10:30' })
  }
}

const REASON = '临时放假'

async function attempt(desk: Desk, campaignId: number, deed: Deed): Promise<string> {
  try {
    await does(desk, campaignId, deed)
    return `${deed.kind} done`
  } catch (error) {
    if (error instanceof Problem) return `${deed.kind} ${error.code}`
    if (error instanceof Error && error.message === 'no result') return `${deed.kind} nothing there`
    throw error
  }
}

async function does(desk: Desk, campaignId: number, { kind, unit, day, days }: Deed): Promise<void> {
  const units = desk.units.filter(({ type }) => type !== 'city')
  const code = units[unit % units.length]!.code
  const dueOn: LocalDate = addDays(START, day + days)
  const reason = '情况有变'
  const asCoordinator = desk.coordinator
  switch (kind) {
    case 'acknowledge': {
      const actor = await desk.contactOf(campaignId, code)
      await desk.do(actor, (op) => acknowledge(op, { campaignId, unitId: actor.unitId, via: 'link' }))
      return
    }
    case 'report': {
      const obligationId = await obligationOf(desk, campaignId, code, 1)
      await desk.do(await desk.contactOf(campaignId, code), (op) =>
        submitReport(op, {
          obligationId,
          text: '已开展',
          values: new Map(),
          channel: 'link',
          submitterName: '王',
        }),
      )
      return
    }
    case 'return': {
      const reportId = await reportOf(desk, campaignId, code, 1)
      await desk.do(asCoordinator, (op) => returnReport(op, { reportId, reason, dueOn }))
      return
    }
    case 'extend':
    case 'extendAll': {
      const milestoneId = await milestoneOf(desk, campaignId, 1)
      const unitIds = kind === 'extend' ? [await desk.unitId(code)] : null
      await desk.do(asCoordinator, (op) =>
        extendMilestone(op, { campaignId, milestoneId, unitIds, dueOn, reason }),
      )
      return
    }
    case 'waive': {
      const obligationId = await obligationOf(desk, campaignId, code, 1)
      await desk.do(asCoordinator, (op) => waiveObligation(op, { obligationId, reason }))
      return
    }
    case 'pause':
      return desk.do(asCoordinator, (op) => pauseCampaign(op, { campaignId, reason }))
    case 'resume':
      return desk.do(asCoordinator, (op) => resumeCampaign(op, { campaignId }))
    case 'holiday':
      return desk.do({ ...asCoordinator, role: 'administrator' }, (op) =>
        changeCalendarDay(op, { date: dueOn, working: false, reason: REASON }),
      )
    case 'urgeItem':
    case 'acknowledgeItem':
    case 'extendItem':
    case 'snoozeItem': {
      const item = (await itemsOf(desk, campaignId, code, 1)).at(-1)
      if (item === undefined) throw new Problem('nothing-selected')
      const itemIds = [item.id]
      await desk.do(asCoordinator, (op) => {
        if (kind === 'urgeItem') return decideItems(op, { kind: 'urge', itemIds, reason })
        if (kind === 'acknowledgeItem') return decideItems(op, { kind: 'acknowledge', itemIds, reason })
        if (kind === 'extendItem') return decideItems(op, { kind: 'extend', itemIds, reason, dueOn })
        return decideItems(op, { kind: 'snooze', itemIds, reason, until: dueOn })
      })
    }
  }
}
