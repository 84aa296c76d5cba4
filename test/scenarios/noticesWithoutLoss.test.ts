import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadNotice } from '../../db/queries/notices.ts'
import { noticeDraftSchema, type NoticeDraft, type NoticeInput } from '../../domain/notice.ts'
import { exampleNotice } from '../../operations/examples/notices.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { createDesk, type Desk } from '../support/desk.ts'

/**
 * Real circulars are written down from their own text, kept, and read back. They are not part of this project: where
 * their folder is not beside it, these tests are skipped.
 */
const folder = resolve('../shared/notices')
const skipped = !existsSync(folder)
if (skipped) console.log(`skipped: the circulars are not there, ${folder} does not exist`)

const zone = 'Asia/Shanghai'
let desk: Desk

beforeAll(async () => {
  desk = await createDesk({ at: '2014-04-01 09:00' })
})
afterAll(() => desk.close())

function circular(number: string): string {
  const name = readdirSync(folder).find((file) => file.startsWith(number)) ?? ''
  return readFileSync(join(folder, name), 'utf8')
}

/** The first group of a pattern that must occur. */
function found(text: string, pattern: RegExp): string {
  const match = pattern.exec(text)?.[1]
  if (match === undefined) throw new Error(`the circular has no ${pattern.source}`)
  return match.trim()
}

const iso = (year: string, month: string, day: string): string =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`

/** `2017年2月10日`, the last one in the text: when it was issued. */
function dateOfIssue(text: string): string {
  const [, year = '', month = '', day = ''] =
    [...text.matchAll(/(\d{4})年(\d{1,2})月(\d{1,2})日/g)].at(-1) ?? []
  return iso(year, month, day)
}

const titleOf = (text: string): string => found(text, /^(关于.+的通知)\s*$/m)

/** Headings `（一）…` with what stands below each, up to the next heading. */
function sections(text: string): { title: string; text: string }[] {
  return [
    ...text.matchAll(
      /^[（(][一二三四五六七八][）)]\s*([^\n。]+)。?([\s\S]*?)(?=^[（(][一二三四五六七八][）)]|^[一二三四五六]、|$(?![\s\S]))/gm,
    ),
  ].map(([, title = '', body = '']) => ({ title: title.trim(), text: body.trim() }))
}

async function keptAndRead(input: NoticeInput): Promise<{ written: NoticeDraft; read: NoticeDraft }> {
  const written = noticeDraftSchema.parse(input)
  const { noticeId } = await desk.do(desk.coordinator, (op) =>
    saveNotice(op, { noticeId: null, version: null, draft: written }),
  )
  const { id, issuerId, state, version, files, ...read } = await loadNotice(desk.database.owner, noticeId)
  expect({ id, state, version, files }).toEqual({ id: noticeId, state: 'draft', version: 1, files: [] })
  expect(issuerId).toBe(desk.coordinator.unitId)
  return {
    written,
    read: {
      ...read,
      milestones: read.milestones.map((milestone) => ({
        ...milestone,
        targets: milestone.targets.map(({ name, measure, total }) => ({ name, measure, total })),
      })),
    },
  }
}

const groups = (draft: NoticeInput): (string | undefined)[] => [
  ...new Set(draft.items?.map(({ groupTitle }) => groupTitle)),
]

describe.skipIf(skipped)('a real circular is kept without loss', () => {
  test('000: number, signer, theme, four groups, and one hard date, the 17th of March', async () => {
    const text = circular('000')
    const [, month = '', day = ''] = /于(\d+)月(\d+)日前将/.exec(text) ?? []
    const issuedOn = dateOfIssue(text)
    const due = iso(issuedOn.slice(0, 4), month, day)
    const parts = sections(text.slice(text.indexOf('三、'), text.indexOf('四、')))
    const draft: NoticeInput = {
      number: found(text, /^(\S+发〔\d+〕\d+号)$/m),
      issuerName: found(text, /^(\S+妇女联合会)文件/m),
      signer: found(text, /签发人：(\S+)/),
      issuedOn,
      title: titleOf(text),
      theme: found(text, /二、活动主题\s+(.+)/),
      body: text,
      zone,
      items: parts.map(({ title, text: body }) => ({
        groupTitle: title.slice(0, 200),
        title: title.slice(0, 200),
        text: body,
      })),
      milestones: [
        { what: '活动情况', instructions: found(text, /(报\S*宣传部)/), kind: 'dated', dueOn: due },
      ],
      audience: [
        {
          effect: 'include',
          under: null,
          types: ['district', 'county', 'department', 'association'],
          units: [],
        },
      ],
    }
    const { written, read } = await keptAndRead(draft)
    expect(read).toEqual(written)
    expect(due).toBe('2017-03-17')

    const example = exampleNotice('three-eight-107')
    expect(example).toMatchObject({
      number: draft.number,
      issuerName: draft.issuerName,
      issuedOn,
      theme: draft.theme,
    })
    expect(example.milestones).toMatchObject([{ kind: 'dated', dueOn: due }])
    for (const group of groups(example)) expect(text).toContain(`“${group}”`)
    expect(groups(example)).toHaveLength(4)
  })

  test('001: eight activities online, and nothing to report', async () => {
    const text = circular('001')
    const parts = sections(text.slice(text.indexOf('三、'), text.indexOf('四、')))
    expect(parts).toHaveLength(8)
    const draft: NoticeInput = {
      number: found(text, /^(\S+〔\d+〕\d+号)$/m),
      issuerName: found(text, /^(\S+妇女联合会)文件/m),
      issuedOn: '2020-02-28',
      title: titleOf(text),
      theme: found(text, /二、活动主题\s+(.+)/),
      body: text,
      zone,
      items: parts.map(({ title, text: body }) => ({
        groupTitle: '',
        title: title.slice(0, 200),
        text: body,
      })),
      milestones: [{ what: '不要求报送', kind: 'none' }],
      audience: [
        {
          effect: 'include',
          under: null,
          types: ['district', 'county', 'department', 'enterprise'],
          units: [],
        },
      ],
    }
    const { written, read } = await keptAndRead(draft)
    expect(read).toEqual(written)
    expect(/\d+月\d+日前/.test(text)).toBe(false)

    const example = exampleNotice('three-eight-110')
    expect(example).toMatchObject({ number: draft.number, issuerName: draft.issuerName })
    expect(example.items).toHaveLength(parts.length)
    expect(example.milestones).toMatchObject([{ kind: 'none' }])
  })

  test('002: reported in good time, to a mailbox', async () => {
    const text = circular('002')
    const issuedOn = dateOfIssue(text)
    const draft: NoticeInput = {
      number: found(text, /^(\S+〔\d+〕\d+号)$/m),
      issuerName: found(text, /^(\S+妇女联合会)文件/m),
      issuedOn,
      title: titleOf(text),
      theme: found(text, /一、活动主题\s+(.+)/),
      body: text,
      replyMailbox: found(text, /邮箱：([\w.]+@[\w.]+)/),
      contactNames: found(text, /报送(\S+部)（/),
      zone,
      items: sections(text.slice(text.indexOf('二、'), text.indexOf('三、活动要求'))).map(
        ({ title, text: body }) => ({
          groupTitle: '',
          title: title.slice(0, 200),
          text: body,
        }),
      ),
      milestones: [{ what: '开展活动的情况', instructions: found(text, /(请及时报送)/), kind: 'open' }],
      audience: [
        {
          effect: 'include',
          under: null,
          types: ['district', 'county', 'department', 'enterprise'],
          units: [],
        },
      ],
    }
    const { written, read } = await keptAndRead(draft)
    expect(read).toEqual(written)
    expect(read.items.length).toBe(4)

    const example = exampleNotice('three-eight-2023')
    expect(example).toMatchObject({
      number: draft.number,
      issuerName: draft.issuerName,
      issuedOn,
      theme: draft.theme,
    })
    expect(example.milestones).toMatchObject([{ kind: 'open' }])
    expect(example.replyMailbox).not.toBe('')
  })

  test('004: two dates in a window, four figures for the year, and whom to ask', async () => {
    const text = circular('004')
    const issuedOn = dateOfIssue(text)
    const year = issuedOn.slice(0, 4)
    const dues = [...text.matchAll(/于(\d+)月(\d+)日前上报/g)].map(([, month = '', day = '']) =>
      iso(year, month, day),
    )
    expect(dues).toEqual(['2014-05-10', '2014-08-30'])
    const [, from = '', to = ''] = /(\d+)月—(\d+)月/.exec(text) ?? []
    const figure = (pattern: RegExp): number => Number(found(text, pattern))
    const targets = [
      { name: '提供岗位', measure: '个', total: figure(/提供岗位(\d+)万个/) * 10_000 },
      { name: '就业培训', measure: '人次', total: figure(/培训(\d+)万人次/) * 10_000 },
      { name: '素养培训', measure: '人次', total: figure(/培训妇女(\d+)人次/) },
      { name: '新增小额贷款', measure: '万元', total: figure(/新增贷款(\d+)万元/) },
    ]
    const draft: NoticeInput = {
      number: '',
      issuerName: found(text, /^(\S+妇女联合会)$/m),
      issuedOn,
      title: titleOf(text),
      theme: found(text, /二、活动主题\s+(.+)/),
      body: text,
      windowFrom: iso(year, from, '1'),
      windowTo: iso(year, to, '31'),
      contactNames: found(text, /联系人：(.+)/),
      contactTelephone: found(text, /联系电话：(\S+)/),
      replyMailbox: found(text, /电子邮箱：(\S+)/),
      address: `${found(text, /地 址：(.+)/)} ${found(text, /^(市妇联研究室（.+）)$/m)}`,
      zone,
      items: sections(text.slice(text.indexOf('三、'), text.indexOf('四、'))).map(
        ({ title, text: body }) => ({
          groupTitle: title.slice(0, 200),
          title: title.slice(0, 200),
          text: body,
        }),
      ),
      milestones: [
        { what: found(text, /日前上报(\S+?)，于/), kind: 'dated', dueOn: dues[0] },
        { what: '全年活动总结和优秀调研报告', kind: 'dated', dueOn: dues[1], targets },
      ],
      audience: [
        {
          effect: 'include',
          under: null,
          types: ['district', 'county', 'department', 'street', 'township', 'community', 'village'],
          units: [],
        },
      ],
    }
    const { written, read } = await keptAndRead(draft)
    expect(read).toEqual(written)
    expect(targets.map(({ total }) => total)).toEqual([30_000, 10_000, 5_000, 5_000])

    const example = exampleNotice('grassroots')
    expect(example).toMatchObject({
      issuerName: draft.issuerName,
      issuedOn,
      theme: draft.theme,
      windowFrom: draft.windowFrom,
      windowTo: draft.windowTo,
      contactTelephone: draft.contactTelephone,
    })
    expect(example.milestones?.map(({ dueOn }) => dueOn)).toEqual(dues)
    expect(example.milestones?.[1]?.targets).toEqual(targets)
    expect(example.milestones?.[0]?.what).toBe(draft.milestones?.[0]?.what)
    const [street = ''] = /\S+?号/.exec(found(text, /地 址：(.+)/)) ?? []
    expect(example.address).toContain(street)
    expect(example.items).toHaveLength([...text.slice(0, text.indexOf('四、')).matchAll(/^\d\. /gm)].length)
  })
})
