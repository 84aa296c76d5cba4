import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { DateTime } from 'luxon'
import { castUnits } from '../../cli/demo/cast.ts'
import { unitsOf } from '../../cli/demo/actors.ts'
import { connect } from '../../db/connection.ts'
import { generateFederation } from '../../domain/federation.ts'
import { noticeDraftSchema, type NoticeInput } from '../../domain/notice.ts'
import { linkToken } from '../../mail/links.ts'
import { hashToken, newToken } from '../../operations/access/tokens.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { checkNotice, issueNotice } from '../../operations/notice/issueNotice.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { perform, type AccountActor } from '../../operations/perform.ts'
import { administrator, importUnits } from '../support/people.ts'
import { local } from './clock.ts'
import type { Installation } from './installation.ts'

/** Five months, four weeks, or a week and a half. */
export type Form = 'whole' | 'short' | 'tiny'

const shorter = {
  short: { acknowledge: '2014-04-08', dues: ['2014-04-10', '2014-04-15'], closed: '2014-04-28T16:00' },
  tiny: { acknowledge: '2014-04-04', dues: ['2014-04-04', '2014-04-08'], closed: '2014-04-15T16:00' },
} as const

/** The story that is played: the notice of April 2014 as it was, or with dates that are nearer. */
export interface Story {
  notice: NoticeInput
  issuedAt: DateTime
  closedAt: DateTime
}

export function storyOf(form: Form): Story {
  const draft = exampleNotice('grassroots')
  const issuedAt = local('2014-04-03T09:30')
  if (form === 'whole') return { notice: draft, issuedAt, closedAt: local('2014-09-24T16:00') }
  const [first, second] = draft.milestones ?? []
  if (first === undefined || second === undefined) throw new Error('the example has two milestones')
  const { acknowledge, dues, closed } = shorter[form]
  const notice = {
    ...draft,
    acknowledgeDueOn: acknowledge,
    windowTo: '2014-04-30',
    milestones: [
      { ...first, dueOn: dues[0] },
      { ...second, dueOn: dues[1] },
    ],
  }
  return { notice, issuedAt, closedAt: local(closed) }
}

export interface CityUnit {
  unitId: number
  /** Null where a unit has no address: the coordinator takes its call. */
  token: string | null
}

export interface CityAct {
  at: DateTime
  unit: CityUnit
  /** 0: acknowledges; else reports for the milestone of this ordinal. */
  ordinal: number
}

export interface City {
  campaignId: number
  coordinator: string
  /** Sessions by account. */
  sessions: Map<number, string>
  units: Map<number, CityUnit>
  acts: CityAct[]
  /** Obligations to report by unit and milestone's ordinal. */
  obligations: Map<string, number>
  targets: Map<number, number[]>
}

/** Loads the tree and issues the notice; the assignments are the installation's to make. */
export async function issueCity(
  installation: Installation,
  story: Story,
  options: { units: number; seed: number },
): Promise<{ campaignId: number; coordinator: AccountActor }> {
  const api = connect(installation.url('duban_api'), { max: 4 })
  try {
    const admin = await administrator(installation.owner)
    const report = await importUnits(api, admin, generateFederation(options))
    if (report.problems.length > 0) throw new Error(JSON.stringify(report.problems[0]))
    await sql`analyze`.execute(installation.owner)
    const coordinator: AccountActor = { ...admin, role: 'coordinator' }
    const { noticeId } = await perform(api, coordinator, (op) =>
      saveNotice(op, { noticeId: null, version: null, draft: noticeDraftSchema.parse(story.notice) }),
    )
    await perform(api, coordinator, (op) => checkNotice(op, { noticeId, version: null }))
    const { campaignId } = await perform(api, coordinator, (op) =>
      issueNotice(op, { noticeId, version: null }),
    )
    return { campaignId, coordinator }
  } finally {
    await api.destroy()
  }
}

/** Who everybody is, and who will do what when; to be asked once the notice is with its units. */
export async function castCity(
  installation: Installation,
  story: Story,
  issued: { campaignId: number; coordinator: AccountActor },
  seed: number,
): Promise<City> {
  const { owner, linkKey } = installation
  const { campaignId } = issued
  const units = new Map(
    (await unitsOf(owner, campaignId)).map(({ unitId, link }) => [
      unitId,
      { unitId, token: link === null ? null : linkToken(linkKey, { linkId: link.linkId, generation: 1 }) },
    ]),
  )
  const { rows: milestones } = await sql<{ id: number; ordinal: number; due_on: string }>`
    select m.id, m.ordinal, m.due_on from milestone m join campaign c on c.notice_id = m.notice_id
    where c.id = ${campaignId} order by m.ordinal`.execute(owner)
  const targets = await owner.selectFrom('target').select(['id', 'milestone_id']).orderBy('id').execute()
  const { rows: obligations } = await sql<{ id: number; unit_id: number; ordinal: number }>`
    select o.id, o.unit_id, m.ordinal from obligation o join milestone m on m.id = o.milestone_id
    where o.campaign_id = ${campaignId} and o.duty = 'report'`.execute(owner)
  const dues = milestones.map(({ ordinal, due_on }) => ({ ordinal, due: local(due_on) }))
  const parts = castUnits(
    [...units.keys()].sort((a, b) => a - b),
    {
      seed,
      issuedAt: story.issuedAt,
      dues,
    },
  )
  const acts = [...units.values()].flatMap((unit) => {
    const part = parts.get(unit.unitId)
    const acknowledges = part?.acknowledges ?? null
    return [
      ...(acknowledges === null ? [] : [{ at: acknowledges, unit, ordinal: 0 }]),
      ...(part?.reports ?? []).flatMap(({ ordinal, at }) => (at === null ? [] : [{ at, unit, ordinal }])),
    ]
  })
  return {
    campaignId,
    ...(await openSessions(installation, issued.coordinator)),
    units,
    acts: acts.sort((a, b) => a.at.toMillis() - b.at.toMillis()),
    obligations: new Map(obligations.map(({ id, unit_id, ordinal }) => [`${unit_id}/${ordinal}`, id])),
    targets: new Map(
      milestones.map(({ id, ordinal }) => [
        ordinal,
        targets.filter(({ milestone_id }) => milestone_id === id).map((target) => target.id),
      ]),
    ),
  }
}

async function openSessions(installation: Installation, coordinator: AccountActor) {
  const accounts = await installation.owner.selectFrom('account').select('id').execute()
  const sessions = new Map(accounts.map(({ id }) => [id, newToken()]))
  const rows = [...sessions].map(([account_id, token]) => ({
    account_id,
    token_hash: hashToken(token),
    expires_at: sql<Date>`now() + interval '2 days'`,
  }))
  for (let from = 0; from < rows.length; from += 1000)
    await installation.owner
      .insertInto('session')
      .values(rows.slice(from, from + 1000))
      .execute()
  return { sessions, coordinator: sessions.get(coordinator.accountId) ?? '' }
}

/** A number in [0, 1) that depends on what is asked about and on nothing else, so that no order of events changes it. */
export function chance(...about: (string | number)[]): number {
  return createHash('sha256').update(about.join('/')).digest().readUInt32BE() / 2 ** 32
}
