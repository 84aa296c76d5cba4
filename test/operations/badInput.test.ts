import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isMessageKey, languages, t } from '../../messages/index.ts'
import { problemText } from '../../messages/problems.ts'
import { linkToken } from '../../mail/links.ts'
import { noticeDraftSchema, type NoticeInput } from '../../domain/notice.ts'
import { commonPolicy } from '../../domain/policy.ts'
import { Problem } from '../../domain/problem.ts'
import { localDate } from '../../domain/time.ts'
import { addUnits } from '../../operations/campaign/addUnits.ts'
import { closeCampaign } from '../../operations/campaign/endCampaign.ts'
import { extendMilestone } from '../../operations/campaign/extendMilestone.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { checkNotice, issueNotice } from '../../operations/notice/issueNotice.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import type { AccountActor, Op } from '../../operations/perform.ts'
import { changeContact } from '../../operations/tree/changeContact.ts'
import { closeUnit, mergeUnit, moveUnit, renameUnit } from '../../operations/tree/changeUnit.ts'
import { importOrReport, importTree, type ImportReport } from '../../operations/tree/importTree.ts'
import { acknowledge } from '../../operations/unit/acknowledge.ts'
import { addAttachment, MAX_FILES } from '../../operations/unit/attachments.ts'
import { prepareFile } from '../../operations/unit/prepareFile.ts'
import { openLink } from '../../operations/unit/openLink.ts'
import { submitReport } from '../../operations/unit/submitReport.ts'
import { createDesk, type Desk } from '../support/desk.ts'
import { milestoneOf, obligationOf } from '../support/story.ts'
import { LINK_KEY } from '../support/settings.ts'

/** Whatever comes in wrong is refused with what is wrong and where, and leaves every table as it was. */
let desk: Desk
let admin: AccountActor
let campaignId: number
let villages: string[]
let township: string
let county: string
let district: string
let before: Record<string, number>

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-03 09:30', units: 30 })
  admin = { ...desk.coordinator, role: 'administrator' }
  villages = desk.units
    .filter(({ type, contacts }) => type === 'village' && contacts[0]?.email !== null)
    .map(({ code }) => code)
  const one = (type: string): string => desk.units.find((unit) => unit.type === type)!.code
  township = one('township')
  county = one('county')
  district = one('district')
  campaignId = await desk.issue(exampleNotice('grassroots'))
  await desk.deliver()
})
beforeEach(async () => {
  before = await countRows()
})
afterAll(() => desk.close())

async function countRows(): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`.execute(
    desk.database.owner,
  )
  const counts: Record<string, number> = {}
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(
      desk.database.owner,
    )
    counts[name] = rows[0]?.n ?? 0
  }
  return counts
}

/** What it is refused for: its code, and each field with its own; nothing may have been stored. */
async function refusal(work: Promise<unknown>): Promise<string[]> {
  const problem = await work.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(problem instanceof Problem)) throw new Error(`not refused: ${String(problem)}`)
  expect(await countRows()).toEqual(before)
  for (const { code, facts } of [problem, ...problem.fields]) {
    for (const language of languages) {
      if (code === 'invalid-input') continue
      expect(problemText(language, { code, facts }), code).not.toBe(t(language, 'problem.invalid-input'))
    }
  }
  return [problem.code, ...problem.fields.map(({ field, code }) => `${field} ${code}`)]
}

const refused = (work: (op: Op<AccountActor>) => Promise<unknown>): Promise<string[]> =>
  refusal(desk.do(admin, work))

const today = localDate('2014-04-03')

describe('a bad line of a file', () => {
  const run = (lines: string[], from = today): Promise<ImportReport> =>
    importOrReport(() =>
      desk.do(admin, (op) =>
        importTree(op, {
          bytes: Buffer.from(
            ['code,parent,type,name,role,person,email,telephone,language', ...lines].join('\n'),
          ),
          from,
          dryRun: false,
        }),
      ),
    )

  test.each([
    ['a code that is none', '坏码,HRB,district,新区,,,,,', '2 code code-invalid'],
    ['a name that is too long', `N1,HRB,district,${'长'.repeat(121)},,,,,`, '2 name too-long'],
    ['no name', 'N1,HRB,district,,,,,,', '2 name required'],
    ['a type that there is not', 'N1,HRB,planet,新星,,,,,', '2 type type-unknown'],
    ['a parent that nobody knows', 'N1,NOWHERE,district,新区,,,,,', '2 parent unit-unknown'],
    ['a parent of the wrong type', 'N1,HRB,village,新村,,,,,', '2 parent parent-type-wrong'],
    ['a second city', 'N1,,city,另一市,,,,,', '2 parent parent-needed'],
    ['a role that there is not', 'N1,HRB,district,新区,boss,王,,,', '2 role role-unknown'],
    ['a person without a name', 'N1,HRB,district,新区,contact,,a@fl.example,,', '2 person required'],
    ['an address that is none', 'N1,HRB,district,新区,contact,王,不是邮箱,,', '2 email email-invalid'],
    ['a language that there is not', 'N1,HRB,district,新区,contact,王,,,fr', '2 language language-unknown'],
    ['a quote that does not end', 'N1,HRB,district,"新区,,,,,', '2 file csv-broken'],
  ])(
    '%s is named with its line and column, and good lines beside it are not stored either',
    async (_, line, wanted) => {
      const report = await run([line, 'N9,HRB,district,好的区,,,,,'])
      expect(report.problems.map((problem) => `${problem.line} ${problem.field} ${problem.code}`)).toContain(
        wanted,
      )
      for (const { code } of report.problems) expect(isMessageKey(`problem.${code}`), code).toBe(true)
      expect(await countRows()).toEqual(before)
    },
  )

  test('lines are counted as an editor counts them, empty ones and breaks within a cell too', async () => {
    const report = await run(['', 'N1,HRB,district,"新\n区",,,,,', '', 'N2,NOWHERE,street,某街道,,,,,'])
    expect(report.problems.map(({ line, code }) => `${line} ${code}`)).toEqual(['6 unit-unknown'])
  })

  test('two lines that say different things of one unit are shown to each other', async () => {
    const report = await run(['N1,HRB,district,甲区,,,,,', 'N1,HRB,district,乙区,,,,,'])
    expect(report.problems).toMatchObject([{ line: 3, code: 'unit-contradicts', facts: { line: 2 } }])
    expect(await countRows()).toEqual(before)
  })

  test('a heading without its columns is told as such', async () => {
    const report = await importOrReport(() =>
      desk.do(admin, (op) =>
        importTree(op, { bytes: Buffer.from('编码,名称\nA,b'), from: today, dryRun: false }),
      ),
    )
    expect(report.problems.map(({ line, field, code }) => `${line} ${field} ${code}`)).toContain(
      '1 code column-missing',
    )
    expect(isMessageKey('problem.column-missing')).toBe(true)
  })

  test('a day before the units that it changes existed, or a day to come, is refused', async () => {
    const renamed = `${district},HRB,district,改名区,,,,,`
    expect(await refusal(run([renamed], localDate('2013-12-31')))).toEqual(['placement-overlaps'])
    expect(await refusal(run([renamed], localDate('2014-04-04')))).toEqual([
      'invalid-input',
      'from date-in-future',
    ])
  })

  test('a new unit may not stand under one from before that one existed', async () => {
    const work = run([`N1,${district},street,新街道,,,,,`], localDate('2013-06-01'))
    expect(await refusal(work)).toEqual(['placement-parent-missing', 'from placement-parent-missing'])
  })
})

describe('the tree', () => {
  const reason = '区划调整'

  test('a unit does not go below itself', async () => {
    const unitId = await desk.unitId(county)
    const parentId = await desk.unitId(township)
    expect(await refused((op) => moveUnit(op, { unitId, parentId, from: today, reason }))).toEqual([
      'tree-cycle',
    ])
  })

  test('nor under a type that keeps none of its kind, nor under nobody', async () => {
    const unitId = await desk.unitId(villages[0]!)
    const parentId = await desk.unitId(district)
    expect(await refused((op) => moveUnit(op, { unitId, parentId, from: today, reason }))).toEqual([
      'invalid-input',
      'parentId parent-type-wrong',
    ])
    expect(await refused((op) => moveUnit(op, { unitId, parentId: 999_999, from: today, reason }))).toEqual([
      'unit-unknown',
    ])
    expect(await refused((op) => mergeUnit(op, { unitId, intoId: unitId, from: today, reason }))).toEqual([
      'unit-unknown',
    ])
  })

  test('what holds from a day on cannot begin before what it replaces, nor tomorrow', async () => {
    const unitId = await desk.unitId(villages[0]!)
    const rename = (from: string) => (op: Op) =>
      renameUnit(op, { unitId, name: '新名', from: localDate(from), reason })
    expect(await refused(rename('2013-12-31'))).toEqual(['placement-overlaps'])
    expect(await refused(rename('2014-04-04'))).toEqual(['invalid-input', 'from date-in-future'])
  })

  test('a unit with others below it is not closed, and none is closed without a reason', async () => {
    const unitId = await desk.unitId(township)
    expect(await refused((op) => closeUnit(op, { unitId, from: today, reason }))).toEqual([
      'unit-has-children',
    ])
    const leaf = await desk.unitId(villages[0]!)
    expect(await refused((op) => closeUnit(op, { unitId: leaf, from: today, reason: '  ' }))).toEqual([
      'reason-needed',
      'reason reason-needed',
    ])
  })

  test('a unit that others stood under for longer is not closed on an earlier day', async () => {
    const other = await createDesk({ at: '2014-05-20 09:30', units: 60 })
    const townships = other.units.filter(({ type }) => type === 'township')
    const [first, second] = townships
    expect(second).toBeDefined()
    for (const child of other.units.filter(({ parentCode }) => parentCode === first!.code)) {
      const unitId = await other.unitId(child.code)
      const parentId = await other.unitId(second!.code)
      await other.do(other.coordinator, (op) =>
        moveUnit(op, { unitId, parentId, from: localDate('2014-05-10'), reason }),
      )
    }
    const unitId = await other.unitId(first!.code)
    const closing = (from: string): Promise<void> =>
      other.do(other.coordinator, (op) => closeUnit(op, { unitId, from: localDate(from), reason }))
    await expect(closing('2014-05-01')).rejects.toMatchObject({ code: 'placement-parent-missing' })
    await closing('2014-05-10')
    const line = `${first!.code},${first!.parentCode},township,${first!.name}`
    const again = await importOrReport(() =>
      other.do({ ...other.coordinator, role: 'administrator' }, (op) =>
        importTree(op, {
          bytes: Buffer.from(`code,parent,type,name\n${line}`),
          from: localDate('2014-05-20'),
          dryRun: false,
        }),
      ),
    )
    expect(again.problems).toMatchObject([{ line: 2, field: 'code', code: 'unit-closed' }])
    await other.close()
  })
})

describe('a notice', () => {
  const draft = (change: Partial<NoticeInput>): NoticeInput => ({ ...exampleNotice('grassroots'), ...change })
  const dated = (dueOn: string) => [{ what: '情况', kind: 'dated' as const, dueOn }]
  const save = (change: Partial<NoticeInput>): Promise<{ noticeId: number }> =>
    desk.do(desk.coordinator, (op) =>
      saveNotice(op, { noticeId: null, version: null, draft: noticeDraftSchema.parse(draft(change)) }),
    )
  async function refusedAtIssue(change: Partial<NoticeInput>): Promise<string[]> {
    const { noticeId } = await save(change)
    await desk.do(desk.coordinator, (op) => checkNotice(op, { noticeId, version: null }))
    before = await countRows()
    return refusal(desk.do(desk.coordinator, (op) => issueNotice(op, { noticeId, version: null })))
  }

  test('a milestone before its date, a lock before the date, a window that ends first', async () => {
    expect(await refusal(save({ milestones: dated('2014-04-02') }))).toEqual([
      'invalid-input',
      'milestones.0.dueOn milestone-before-issue',
    ])
    expect(
      await refusal(save({ milestones: [{ ...dated('2014-05-10')[0]!, lockOn: '2014-05-09' }] })),
    ).toEqual(['invalid-input', 'milestones.0.lockOn lock-before-due'])
    expect(await refusal(save({ windowFrom: '2014-08-31', windowTo: '2014-04-01' }))).toEqual([
      'invalid-input',
      'windowTo window-reversed',
    ])
    expect(
      await refusal(save({ milestones: [{ what: '情况', kind: 'open', dueOn: '2014-05-10' }] })),
    ).toEqual(['invalid-input', 'milestones.0.dueOn due-not-dated'])
  })

  test('a due date on a day that has passed', async () => {
    const change = { issuedOn: '2014-03-20', milestones: dated('2014-04-02'), acknowledgeDueOn: null }
    expect(await refusedAtIssue(change)).toEqual(['invalid-input', 'milestones.0.dueOn due-in-past'])
  })

  test('an audience of nobody', async () => {
    const nobody: NoticeInput['audience'] = [
      { effect: 'include', under: null, types: ['village'], units: [] },
      { effect: 'exclude', under: null, types: [], units: [] },
    ]
    expect(await refusedAtIssue({ audience: nobody })).toEqual(['invalid-input', 'audience audience-empty'])
  })

  test('an audience that names a unit that there is not', async () => {
    const known = await desk.unitId(villages[0]!)
    const audience: NoticeInput['audience'] = [
      { effect: 'include', under: null, types: [], units: [known, 999_999] },
      { effect: 'exclude', under: 888_888, types: [], units: [] },
    ]
    expect(await refusedAtIssue({ audience })).toEqual([
      'invalid-input',
      'audience.0.units unit-unknown',
      'audience.1.under unit-unknown',
    ])
  })

  test('a chain that ends nowhere: no step at the issuer, or nobody there in its role', async () => {
    const [first] = commonPolicy.escalation.chain
    const policy = { ...commonPolicy, escalation: { ...commonPolicy.escalation, chain: [first!] } }
    expect(await refusedAtIssue({ policy })).toEqual(['invalid-input', 'policy chain-ends-nowhere'])
  })

  test('nothing to report, at its check', async () => {
    const { noticeId } = await save({ milestones: [] })
    before = await countRows()
    expect(
      await refusal(desk.do(desk.coordinator, (op) => checkNotice(op, { noticeId, version: null }))),
    ).toEqual(['invalid-input', 'milestones notice-needs-milestone'])
  })

  test('one that somebody else has changed meanwhile, and one that is issued', async () => {
    const { noticeId } = await save({})
    const parsed = noticeDraftSchema.parse(draft({ title: '改过的' }))
    await desk.do(desk.coordinator, (op) => saveNotice(op, { noticeId, version: 1, draft: parsed }))
    before = await countRows()
    expect(
      await refusal(
        desk.do(desk.coordinator, (op) => saveNotice(op, { noticeId, version: 1, draft: parsed })),
      ),
    ).toEqual(['changed-meanwhile'])
    const { notice_id } = await desk.database.owner
      .selectFrom('campaign')
      .select('notice_id')
      .where('id', '=', campaignId)
      .executeTakeFirstOrThrow()
    expect(
      await refusal(
        desk.do(desk.coordinator, (op) =>
          saveNotice(op, { noticeId: notice_id, version: null, draft: parsed }),
        ),
      ),
    ).toEqual(['notice-not-editable'])
  })

  test.each([
    ['number', 61],
    ['issuerName', 121],
    ['signer', 61],
    ['title', 201],
    ['theme', 201],
    ['body', 100_001],
    ['contactNames', 201],
    ['contactTelephone', 61],
    ['replyMailbox', 255],
    ['address', 301],
  ])('%s has a limit, and %d characters are beyond it', (field, length) => {
    const read = noticeDraftSchema.safeParse(draft({ [field]: '长'.repeat(length) }))
    expect(read.error?.issues.map(({ path, code }) => [path.join('.'), code])).toEqual([[field, 'too_big']])
    expect(noticeDraftSchema.safeParse(draft({ [field]: '长'.repeat(length - 1) })).success).toBe(true)
  })
})

describe('a command', () => {
  const reason = '春耕'

  test('for a date that has passed, or that is not later', async () => {
    const milestoneId = await milestoneOf(desk, campaignId, 1)
    const extend = (dueOn: string) => (op: Op) =>
      extendMilestone(op, { campaignId, milestoneId, unitIds: null, dueOn: localDate(dueOn), reason })
    expect(await refused(extend('2014-04-02'))).toEqual(['due-in-past', 'dueOn due-in-past'])
    expect(await refused(extend('2014-05-10'))).toEqual(['extension-not-later', 'dueOn extension-not-later'])
  })

  test('for a unit that there is not, or that has the notice already', async () => {
    const add = (unitIds: number[]) => (op: Op) => addUnits(op, { campaignId, unitIds, reason })
    expect(await refused(add([999_999]))).toEqual(['unit-unknown'])
    const known = await desk.unitId(villages[0]!)
    expect(await refused(add([known]))).toEqual(['unit-already-assigned'])
  })

  test('by somebody whose role it is not', async () => {
    const supervisor = await desk.person(county, 'supervisor')
    const milestoneId = await milestoneOf(desk, campaignId, 1)
    const dueOn = localDate('2014-06-01')
    expect(
      await refusal(
        desk.do(supervisor, (op) =>
          extendMilestone(op, { campaignId, milestoneId, unitIds: null, dueOn, reason }),
        ),
      ),
    ).toEqual(['not-allowed'])
  })
})

describe('a link', () => {
  async function tokenOf(code: string): Promise<string> {
    const { linkId, contactId } = await desk.contactOf(campaignId, code)
    const { generation } = await desk.database.owner
      .selectFrom('contact')
      .select('generation')
      .where('id', '=', contactId)
      .executeTakeFirstOrThrow()
    return linkToken(LINK_KEY, { linkId, generation })
  }

  test('opens nothing of another unit', async () => {
    const actor = await desk.contactOf(campaignId, villages[0]!)
    const foreign = await obligationOf(desk, campaignId, villages[1]!, 1)
    const report = { text: '代报', values: new Map(), channel: 'link' as const, submitterName: '王' }
    expect(
      await refusal(desk.do(actor, (op) => submitReport(op, { obligationId: foreign, ...report }))),
    ).toEqual(['not-found'])
    const unitId = await desk.unitId(villages[1]!)
    expect(
      await refusal(desk.do(actor, (op) => acknowledge(op, { campaignId, unitId, via: 'link' }))),
    ).toEqual(['not-found'])
    expect(
      await refusal(
        desk.do(actor, async (op) =>
          addAttachment(op, {
            obligationId: foreign,
            file: await prepareFile({ name: 'a.txt', bytes: Buffer.from('代报') }),
          }),
        ),
      ),
    ).toEqual(['not-found'])
  })

  test('with a letter changed is nobody\u2019s', async () => {
    const token = await tokenOf(villages[0]!)
    const forged = token.slice(0, -2) + (token.at(-2) === 'A' ? 'B' : 'A') + token.at(-1)
    for (const wrong of [forged, `${token}x`, '', '1-', 'x'.repeat(5000)]) {
      expect((await openLink(desk.database.api, LINK_KEY, wrong)).kind).toBe('unknown')
    }
    expect((await openLink(desk.database.api, LINK_KEY, token)).kind).toBe('open')
  })

  test('sent to an address that has been changed since tells whom to ask, and opens nothing', async () => {
    const token = await tokenOf(villages[2]!)
    const { contactId, name } = await desk.contactOf(campaignId, villages[2]!)
    await desk.do(desk.coordinator, (op) =>
      changeContact(op, { contactId, name, email: 'moved@fl.example', telephone: null, language: 'zh-CN' }),
    )
    expect(await openLink(desk.database.api, LINK_KEY, token)).toMatchObject({
      kind: 'replaced',
      ask: { telephone: '87657530' },
    })
  })
})

describe('an attachment', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')
  const add = async (name: string, bytes: Buffer): Promise<string[]> => {
    const obligationId = await obligationOf(desk, campaignId, villages[3]!, 1)
    const actor = await desk.contactOf(campaignId, villages[3]!)
    return refusal(
      desk.do(actor, async (op) =>
        addAttachment(op, { obligationId, file: await prepareFile({ name, bytes }) }),
      ),
    )
  }

  test.each([
    ['says that it is another type than it is', 'report.pdf', png, 'file-type-lies'],
    ['is a program', 'report.exe', Buffer.from('MZ'), 'file-type-refused'],
    ['has a program within a text', 'report.txt', Buffer.from([0x4d, 0x5a, 0, 0]), 'file-type-lies'],
    ['has no ending', 'report', Buffer.from('abc'), 'file-type-refused'],
    ['is empty', 'report.txt', Buffer.alloc(0), 'file-empty'],
    ['is a HEIC photograph', 'photo.heic', png, 'file-heic'],
  ])('that %s', async (_, name, bytes, code) => {
    expect(await add(name, bytes)).toEqual([code])
  })

  test('that is too large, with the limit in megabytes', async () => {
    const bytes = Buffer.alloc(20 * 2 ** 20 + 1, 65)
    expect(await add('report.txt', bytes)).toEqual(['file-too-large'])
    const obligationId = await obligationOf(desk, campaignId, villages[3]!, 1)
    const actor = await desk.contactOf(campaignId, villages[3]!)
    const work = desk.do(actor, async (op) =>
      addAttachment(op, { obligationId, file: await prepareFile({ name: 'report.txt', bytes }) }),
    )
    const problem: unknown = await work.catch((error: unknown) => error)
    expect(problem instanceof Problem && problemText('zh-CN', problem)).toContain('20 MB')
  })

  test('that is one too many', async () => {
    const obligationId = await obligationOf(desk, campaignId, villages[4]!, 1)
    const actor = await desk.contactOf(campaignId, villages[4]!)
    const file = await prepareFile({ name: 'a.txt', bytes: Buffer.from('附件') })
    const one = (op: Op) => addAttachment(op, { obligationId, file })
    for (let n = 0; n < MAX_FILES; n += 1) await desk.do(actor, one)
    before = await countRows()
    expect(await refusal(desk.do(actor, one))).toEqual(['too-many-files'])
  })
})

describe('a report', () => {
  const send = async (change: { text?: string; values?: Map<number, number>; submitterName?: string }) => {
    const obligationId = await obligationOf(desk, campaignId, villages[5]!, 2)
    const report = { text: '总结', values: new Map<number, number>(), submitterName: '王', ...change }
    return refusal(
      desk.do(await desk.contactOf(campaignId, villages[5]!), (op) =>
        submitReport(op, { obligationId, channel: 'link', ...report }),
      ),
    )
  }

  test('that is empty, too long, or has a figure that is none', async () => {
    const { id } = await desk.database.owner.selectFrom('target').select('id').executeTakeFirstOrThrow()
    expect(await send({ text: '  ' })).toEqual(['report-empty', 'text report-empty'])
    expect(await send({ text: '长'.repeat(20_001) })).toEqual(['invalid-input', 'text too-long'])
    for (const value of [-1, 1e15, Number.NaN]) {
      expect(await send({ values: new Map([[id, value]]) })).toEqual([
        'invalid-input',
        `value-${id} out-of-range`,
      ])
    }
    expect(await send({ values: new Map([[999_999, 1]]) })).toEqual([
      'invalid-input',
      'value-999999 not-found',
    ])
  })
})

describe('on a closed campaign', () => {
  test('a link still shows what it led to, and 90 days later says whom to ask', async () => {
    const { linkId, contactId } = await desk.contactOf(campaignId, villages[0]!)
    const token = linkToken(LINK_KEY, { linkId, generation: 1 })
    await desk.do(desk.coordinator, (op) => closeCampaign(op, { campaignId, reason: '结束' }))
    expect((await openLink(desk.database.api, LINK_KEY, token)).kind).toBe('open')
    await desk.at('2014-07-02 09:00')
    expect((await openLink(desk.database.api, LINK_KEY, token)).kind).toBe('open')
    await desk.at('2014-07-03 09:00')
    expect(await openLink(desk.database.api, LINK_KEY, token)).toMatchObject({ kind: 'expired' })
    expect(contactId).toBeGreaterThan(0)
  })
})
