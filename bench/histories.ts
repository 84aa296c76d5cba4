import type { WorkflowHandle } from '@temporalio/client'
import { defaultPayloadConverter } from '@temporalio/common'
import type { temporal } from '@temporalio/proto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ISSUED_AT, playCampaign } from '../cli/demo/demo.ts'
import { setStage, type Stage } from '../cli/demo/stage.ts'
import type { CampaignLook, DocketLook } from '../activities/looks.ts'
import { median, rounded, type Entry, type Size } from './measure.ts'
import { eventsPerUnit } from './unitHistories.ts'

type History = temporal.api.history.v1.IHistory
type Look = CampaignLook | DocketLook

/** What the runs of one campaign, of one docket or of the delivery came to. */
interface Story {
  events: number
  runs: number
  nudges: number
  /** Looks after at least one nudge that did or found something. */
  found: number
  /** Looks at a moment of its own, without a nudge, and those of them that did or found something. */
  own: number
  ownFound: number
}

/** History events of a city's whole campaign on skipped time, against a workflow for each unit. */
export async function histories(size: Size): Promise<Entry[]> {
  const home = mkdtempSync(join(tmpdir(), 'duban-bench-'))
  chmodSync(home, 0o711)
  process.env.DUBAN_HOME = home
  const stage = await setStage(ISSUED_AT, 0, () => undefined)
  try {
    const units = size === 'small' ? 60 : size === 'usual' ? 400 : null
    const played = await playCampaign(stage, { units, seed: 1, quiet: true, until: null })
    const stories = await storiesOf(stage)
    const sample = size === 'small' ? 20 : 60
    return entriesOf(stories, { units: played.units, sample, each: await eventsPerUnit(stage, sample) })
  } finally {
    await stage.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

function entriesOf(
  stories: ReadonlyMap<string, Story>,
  baseline: { units: number; sample: number; each: number },
): Entry[] {
  const named = (prefix: string): Story[] =>
    [...stories].flatMap(([id, story]) => (id.startsWith(prefix) ? [story] : []))
  const campaigns = named('campaign')
  const dockets = named('escalation')
  const delivery = named('delivery')
  const { units, sample, each } = baseline
  const total = sum([...stories.values()], 'events')
  const counted =
    'A nudge that found work is a look, after one or more signals, that wrote reminders, opened or closed items, let items climb or learned of another next moment; the first look of all is none.'
  return [
    {
      ...judged('history events of a campaign', campaigns, 150, '<'),
      note: `${units} units; ${told(campaigns)}. ${counted}`,
    },
    {
      ...judged('history events of a docket', dockets, 40, '<='),
      note: `${units} units. The docket that is furthest above (or least below) its goal; ${dockets.length} dockets, ${dockets.filter((one) => one.events <= allowed(one, 40)).length} of them within it, median ${rounded(median(dockets.map(({ events }) => events)))} events. All dockets: ${told(dockets)}. ${counted}`,
    },
    {
      name: 'history events of everything',
      ours: total,
      baseline: Math.round(each * units),
      unit: 'events',
      ratio: rounded(total / (each * units)),
      goal: 'reported',
      met: null,
      note: `${units} units. Campaign ${sum(campaigns, 'events')}, dockets ${sum(dockets, 'events')}, delivery of all mails ${sum(delivery, 'events')}. The baseline is a workflow for each unit on the same server with the same acts: a timer and an activity for each moment that it is still needed at, a signal for each acknowledgement and report, no decisions, no further escalation, no mails; ${rounded(each)} events a unit, mean of ${sample}.`,
    },
  ]
}

function judged(name: string, stories: Story[], base: number, sign: '<' | '<='): Omit<Entry, 'note'> {
  const [worst] = [...stories].sort((a, b) => b.events - allowed(b, base) - (a.events - allowed(a, base)))
  const most = worst ?? none()
  const limit = allowed(most, base)
  return {
    name,
    ours: most.events,
    baseline: null,
    unit: 'events',
    ratio: null,
    goal: `${sign} ${base} plus 12 for each nudge that found work: ${limit}`,
    met: sign === '<' ? most.events < limit : most.events <= limit,
  }
}

const none = (): Story => ({ events: 0, runs: 0, nudges: 0, found: 0, own: 0, ownFound: 0 })

const allowed = ({ found }: Story, base: number): number => base + 12 * found

const sum = (stories: Story[], of: keyof Story): number =>
  stories.reduce((total, story) => total + story[of], 0)

function told(stories: Story[]): string {
  return `${sum(stories, 'events')} events in ${sum(stories, 'runs')} runs, ${sum(stories, 'nudges')} nudges, of which ${sum(stories, 'found')} found work, and ${sum(stories, 'own')} looks at moments of its own, of which ${sum(stories, 'ownFound')} found work`
}

/** By the workflow's id: all its runs, those too that continued one, each counted once. */
async function storiesOf(stage: Stage): Promise<Map<string, Story>> {
  const stories = new Map<string, Story>()
  const last = new Map<string, Seen>()
  const counted = new Set<string>()
  for (const { workflowId, runId } of stage.runs) {
    for (let next: string | null | undefined = runId; next && !counted.has(next);) {
      counted.add(next)
      const handle: WorkflowHandle = stage.worker.client.workflow.getHandle(workflowId, next)
      const history: History = await handle.fetchHistory()
      const story = stories.get(workflowId) ?? none()
      last.set(workflowId, read(history, story, last.get(workflowId) ?? null))
      stories.set(workflowId, story)
      next = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId
    }
  }
  return stories
}

/** A look, and the moment that it named, by Temporal's clock. */
interface Seen {
  look: Look
  next: number | null
}

function read(history: History, story: Story, before: Seen | null): Seen {
  const events = history.events ?? []
  let seen = before
  let waiting = 0
  const asked = new Map<string, { at: number; nudges: number }>()
  story.runs += 1
  story.events += events.length
  for (const event of events) {
    if (event.workflowExecutionSignaledEventAttributes) waiting += 1
    const { activityType, input } = event.activityTaskScheduledEventAttributes ?? {}
    if (/^sweep/.test(activityType?.name ?? '')) {
      asked.set(String(event.eventId), { at: decoded<number>(input?.payloads?.[1]), nudges: waiting })
      story.nudges += waiting
      waiting = 0
    }
    const { scheduledEventId, result } = event.activityTaskCompletedEventAttributes ?? {}
    const ask = asked.get(String(scheduledEventId))
    if (ask === undefined) continue
    const look = decoded<Look>(result?.payloads?.[0])
    const now = { look, next: look.nextInMs === null ? null : ask.at + look.nextInMs }
    const found = seen !== null && foundWork(seen, now) ? 1 : 0
    if (ask.nudges > 0) story.found += found
    else {
      story.own += 1
      story.ownFound += found
    }
    seen = now
  }
  return seen ?? { look: { stage: 'open', nextInMs: null, reminders: 0, items: 0 }, next: null }
}

const decoded = <T>(payload: temporal.api.common.v1.IPayload | undefined): T =>
  defaultPayloadConverter.fromPayload<T>(payload ?? {})

const MINUTE_MS = 60_000

function foundWork(before: Seen, { look, next }: Seen): boolean {
  const did = 'climbed' in look ? look.climbed > 0 : look.reminders + look.items > 0
  const others = 'undecided' in look && 'undecided' in before.look && look.undecided !== before.look.undecided
  const moved = Math.abs((next ?? 0) - (before.next ?? 0)) > MINUTE_MS
  return did || others || moved || look.stage !== before.look.stage
}
