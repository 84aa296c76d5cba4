import { DateTime } from 'luxon'
import type { Db } from '../db/connection.ts'
import type { AudienceRule } from '../domain/audience.ts'
import { commonPolicy, type Policy } from '../domain/policy.ts'
import { DEFAULT_ZONE, localDate } from '../domain/time.ts'

export const ISSUED_AT = local('2014-03-03 09:00')
export const REPORT_DUE = localDate('2014-05-30')

/** @param text `2014-05-07 09:00` in the installation's zone */
export function local(text: string): Date {
  return DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm', { zone: DEFAULT_ZONE }).toJSDate()
}

const everybody: AudienceRule = { effect: 'include', under: null, types: [], units: [] }

export interface CampaignShape {
  /** How many reports are asked for, besides the acknowledgement. */
  reports?: number
  policy?: Policy
  units: number
}

/** A notice to everybody below the first unit, issued and not given out yet. */
export async function newCampaign(owner: Db, shape: CampaignShape): Promise<number> {
  const root = await owner
    .selectFrom('placement')
    .select('unit_id')
    .where('parent_id', 'is', null)
    .executeTakeFirstOrThrow()
  const notice = await owner
    .insertInto('notice')
    .values({
      issuer_id: root.unit_id,
      state: 'issued',
      number: '督〔2014〕1号',
      issuer_name: '测试市妇联',
      issued_on: localDate('2014-03-03'),
      title: '关于报送工作情况的通知',
      signer: '',
      theme: '',
      body: '',
      contact_names: '',
      contact_telephone: '',
      reply_mailbox: '',
      address: '',
      urgent: false,
      acknowledge_due_on: localDate('2014-03-07'),
      zone: DEFAULT_ZONE,
      policy: JSON.stringify(shape.policy ?? commonPolicy),
      audience: JSON.stringify([everybody]),
      created_at: ISSUED_AT,
      updated_at: ISSUED_AT,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await owner
    .insertInto('milestone')
    .values(
      Array.from({ length: shape.reports ?? 1 }, (_, index) => ({
        notice_id: notice.id,
        ordinal: index + 1,
        what: '书面报告',
        instructions: '',
        kind: 'dated' as const,
        due_on: REPORT_DUE,
        grace_working_days: 0,
        lock_on: null,
        needs_attachment: false,
      })),
    )
    .execute()
  const campaign = await owner
    .insertInto('campaign')
    .values({
      notice_id: notice.id,
      issuer_id: root.unit_id,
      state: 'issuing',
      issued_at: ISSUED_AT,
      audience_as_of: localDate('2014-03-03'),
      audience_size: shape.units,
      policy: JSON.stringify(shape.policy ?? commonPolicy),
      zone: DEFAULT_ZONE,
      urgent: false,
      next_moment_at: ISSUED_AT,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return campaign.id
}
