import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { DateTime } from 'luxon'
import { inParallel } from '../../cli/demo/desk.ts'
import { loadWorkingTime } from '../../db/queries/workingTime.ts'
import { addDays, localDate } from '../../domain/time.ts'
import { randomFrom } from '../../domain/random.ts'
import {
  type Form,
  castCity,
  chance,
  issueCity,
  storyOf,
  type City,
  type CityAct,
  type CityUnit,
} from './city.ts'
import { apiClient, type Acknowledged, type ApiClient, type WriteOptions } from './client.ts'
import { patiently } from './clock.ts'
import type { Installation } from './installation.ts'
import { startStorm, type Storm } from './storm.ts'

export interface PlayOptions {
  form: Form
  units: number
  seed: number
  kills: number
  log: (line: string) => void
}

export interface Played {
  campaignId: number
  acknowledged: Acknowledged[]
  storm: Storm
  /** Tries that were answered by nothing or by 5xx, by kind. */
  failed: Map<string, number>
}

interface Stage {
  installation: Installation
  city: City
  client: ApiClient
  acknowledged: Acknowledged[]
  seed: number
}

/** Plays a campaign through the API from issue to close, while as many kills come down as are asked for. */
export async function play(installation: Installation, options: PlayOptions): Promise<Played> {
  const { seed, log } = options
  const story = storyOf(options.form)
  const storm = startStorm(installation, randomFrom(seed + 77))
  const issued = await issueCity(installation, story, options)
  await storm.during(Math.min(options.kills, 2), () => installation.settled())
  const city = await castCity(installation, story, issued, seed)
  const client = apiClient(installation.baseUrl)
  const stage: Stage = { installation, city, client, acknowledged: [], seed }
  const rounds = await plannedRounds(installation, story.issuedAt, story.closedAt)
  const luck = randomFrom(seed + 99)
  let next = 0
  for (const [n, { at, desk }] of rounds.entries()) {
    const share = (options.kills - storm.kills) / (rounds.length + 1 - n)
    const kills = Math.max(0, Math.floor(share) + (luck() < share % 1 ? 1 : 0))
    await storm.during(kills, async () => {
      await installation.until(at)
      if (desk) await deskWork(stage)
      else {
        const today: CityAct[] = []
        for (let act = city.acts[next]; act !== undefined && act.at <= at; act = city.acts[(next += 1)])
          today.push(act)
        await inParallel(today, (act) => carryOut(stage, act))
      }
      await installation.settled()
    })
    await installation.settled()
    if (n % 20 === 0)
      log(`${at.toFormat('yyyy-MM-dd HH:mm')} ${storm.kills} kills, ${stage.acknowledged.length} writes`)
  }
  await storm.during(Math.max(0, options.kills - storm.kills), async () => {
    await installation.until(story.closedAt)
    await write(stage, 'close', 0, city.campaignId, {
      path: `/campaigns/${city.campaignId}/close`,
      key: `${seed}-close-campaign`,
      body: { reason: '活动结束' },
      session: city.coordinator,
      from: 1,
    })
    await installation.settled()
  })
  await installation.settled()
  client.close()
  return { campaignId: city.campaignId, acknowledged: stage.acknowledged, storm, failed: client.failed }
}

/** Twice a day: in the morning of a working day the desks work, in the afternoon units do what they do. */
async function plannedRounds(installation: Installation, from: DateTime, to: DateTime) {
  const { calendar } = await loadWorkingTime(installation.owner)
  const rounds: { at: DateTime; desk: boolean }[] = []
  for (let day = from.startOf('day'); day < to.startOf('day'); day = day.plus({ days: 1 })) {
    if (day > from && calendar.isWorking(localDate(day.toFormat('yyyy-MM-dd'))))
      rounds.push({ at: day.plus({ hours: 10, minutes: 30 }), desk: true })
    rounds.push({ at: day.plus({ hours: 17, minutes: 30 }), desk: false })
  }
  return rounds
}

/** Writes until there is an answer; a refusal is part of the play, as somebody else may have been first. */
async function write(
  stage: Stage,
  kind: Acknowledged['kind'],
  unitId: number,
  subjectId: number,
  options: WriteOptions & { sha256?: string },
): Promise<void> {
  const { status, body } = await stage.client.write(options)
  if (status >= 400) return
  const { key, sha256 } = options
  stage.acknowledged.push({ kind, key, unitId, subjectId, body, ...(sha256 === undefined ? {} : { sha256 }) })
}

async function carryOut(stage: Stage, { unit, ordinal }: CityAct): Promise<void> {
  const { city, seed } = stage
  if (ordinal === 0) {
    const key = `${seed}-acknowledge-${unit.unitId}`
    const path =
      unit.token === null
        ? `/campaigns/${city.campaignId}/units/${unit.unitId}/acknowledge`
        : `/links/${unit.token}/acknowledge`
    const body = unit.token === null ? { via: 'telephone' } : undefined
    await write(stage, 'acknowledge', unit.unitId, unit.unitId, {
      path,
      key,
      ...(body === undefined ? {} : { body }),
      ...spokenBy(stage, unit),
    })
    return
  }
  const obligationId = city.obligations.get(`${unit.unitId}/${ordinal}`)
  if (obligationId === undefined) return
  await report(
    stage,
    unit,
    obligationId,
    `${seed}-report-${unit.unitId}-${ordinal}`,
    city.targets.get(ordinal) ?? [],
  )
}

function spokenBy({ city }: Stage, unit: CityUnit): { session?: string; from: number } {
  return unit.token === null ? { session: city.coordinator, from: 1 } : { from: unit.unitId }
}

async function report(
  stage: Stage,
  unit: CityUnit,
  obligationId: number,
  key: string,
  targets: number[],
): Promise<void> {
  const values = targets.map((targetId) => ({ targetId, value: Math.floor(chance(key, targetId) * 20) }))
  const body = { text: `已开展，走访 32 户。${key}`, values, submitterName: '经办人' }
  if (unit.token === null) {
    await write(stage, 'report', unit.unitId, obligationId, {
      path: `/obligations/${obligationId}/report`,
      key,
      body: { ...body, channel: 'telephone' },
      ...spokenBy(stage, unit),
    })
    return
  }
  if (chance(key, 'file') < 0.5) await keepFile(stage, unit, obligationId, `${key}-file`)
  await write(stage, 'report', unit.unitId, obligationId, {
    path: `/links/${unit.token}/obligations/${obligationId}/report`,
    key,
    body,
    ...spokenBy(stage, unit),
  })
}

export async function keepFile(
  stage: Stage,
  unit: CityUnit,
  obligationId: number,
  key: string,
): Promise<void> {
  const content = Buffer.from(`${key}\n`.repeat(1 + Math.floor(chance(key, 'size') * 200)))
  await write(stage, 'file', unit.unitId, obligationId, {
    path: `/links/${unit.token}/obligations/${obligationId}/files`,
    key,
    body: { name: `${key}.txt`, content: content.toString('base64') },
    sha256: createHash('sha256').update(content).digest('hex'),
    ...spokenBy(stage, unit),
  })
}

/** Who reports again, what is reviewed and how, what supervisors decide: each by what it is about. */
async function deskWork(stage: Stage): Promise<void> {
  const now = stage.installation.now()
  const today = now.toFormat('yyyy-MM-dd')
  await reportAgain(stage, today)
  await review(stage, today)
  await decide(stage, now)
}

async function reportAgain(stage: Stage, today: string): Promise<void> {
  const { city, seed } = stage
  const { rows } = await patiently(() =>
    sql<{ id: number; unit_id: number; ordinal: number; due_version: number }>`
      select o.id, o.unit_id, m.ordinal, o.due_version from obligation o join milestone m on m.id = o.milestone_id
      where o.campaign_id = ${city.campaignId} and o.state = 'returned' order by o.id`.execute(
      stage.installation.owner,
    ),
  )
  await inParallel(rows, async ({ id, unit_id, ordinal, due_version }) => {
    const unit = city.units.get(unit_id)
    const key = `${seed}-again-${unit_id}-${ordinal}-${due_version}`
    if (unit === undefined || unit.token === null || chance(key, today) > 0.45) return
    await report(stage, unit, id, key, [])
  })
}

async function review(stage: Stage, today: string): Promise<void> {
  const { city, seed } = stage
  const { rows } = await patiently(() =>
    sql<{ id: number; unit_id: number; ordinal: number; version: number }>`
      select r.id, r.unit_id, m.ordinal, r.version from report r
      join obligation o on o.id = r.obligation_id join milestone m on m.id = o.milestone_id
      where r.campaign_id = ${city.campaignId} and r.state = 'submitted' order by r.id`.execute(
      stage.installation.owner,
    ),
  )
  const dueOn = addDays(localDate(today), 4)
  await inParallel(rows, async ({ id, unit_id, ordinal, version }) => {
    const key = `${seed}-review-${unit_id}-${ordinal}-${version}`
    const back = version === 1 && chance(key) < 0.06
    await write(stage, back ? 'return' : 'accept', unit_id, id, {
      path: `/reports/${id}/${back ? 'return' : 'accept'}`,
      key,
      ...(back ? { body: { reason: '请写明走访的户数和帮扶结果', dueOn } } : {}),
      session: city.coordinator,
      from: 1,
    })
  })
}

/** A wait that ends about now is left alone: whether it has ended must not hang on a minute. */
const CLOSE_MS = 90 * 60_000

async function decide(stage: Stage, now: DateTime): Promise<void> {
  const { city, seed } = stage
  const today = now.toFormat('yyyy-MM-dd')
  const { rows } = await patiently(() =>
    sql<{ id: number; unit_id: number; ordinal: number; round: number; account: number }>`
      select i.id, i.unit_id, coalesce(m.ordinal, 0) as ordinal, i.round, a.id as account
      from docket_item i join obligation o on o.id = i.obligation_id left join milestone m on m.id = o.milestone_id
      join lateral (select id from account a where a.unit_id = i.holder_unit_id and a.role = i.holder_role order by a.id limit 1) a on true
      where i.campaign_id = ${city.campaignId} and i.state = 'undecided' and i.acknowledged_at is null
        and (i.wait_ends_at is null or i.wait_ends_at > ${now.plus({ milliseconds: CLOSE_MS }).toJSDate()})
      order by i.id`.execute(stage.installation.owner),
  )
  await inParallel(rows, async ({ id, unit_id, ordinal, round, account }) => {
    const key = `${seed}-decide-${unit_id}-${ordinal}-${round}-${today}`
    const decision = decisionFor(chance(key), id, key, today)
    if (decision === null) return
    await write(stage, 'decide', unit_id, id, {
      path: '/docket-items/decide',
      key,
      body: decision,
      session: city.sessions.get(account),
      from: account,
    })
  })
}

function decisionFor(luck: number, itemId: number, key: string, today: string): object | null {
  const itemIds = [itemId]
  if (luck < 0.12)
    return { kind: 'extend', itemIds, reason: `春耕，延期补报 ${key}`, dueOn: addDays(localDate(today), 7) }
  if (luck < 0.22) return { kind: 'urge', itemIds, reason: `请尽快补报 ${key}` }
  if (luck < 0.25) return { kind: 'waive', itemIds, reason: `村已合并 ${key}` }
  if (luck < 0.3) return { kind: 'acknowledge', itemIds, reason: key }
  return null
}
