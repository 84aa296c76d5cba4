import { addDays, localDate, type LocalDate } from '../../domain/time.ts'
import { DateTime } from 'luxon'
import type { NoticeInput } from '../../domain/notice.ts'

/** An example, named by the circular whose facts and figures it carries; its words are our own. */
export interface ExampleNotice {
  key: 'three-eight-107' | 'three-eight-110' | 'three-eight-2023' | 'grassroots'
  draft: NoticeInput
}

const zone = 'Asia/Shanghai'
const leaves = ['street', 'township', 'community', 'village'] as const

/** One hard date, "before 17 March", for districts and counties, departments and member associations. */
const threeEight107: ExampleNotice = {
  key: 'three-eight-107',
  draft: {
    number: '哈妇发〔2017〕1号',
    issuerName: '哈尔滨市妇女联合会',
    signer: '主席',
    issuedOn: '2017-02-10',
    title: '“三八”节107周年系列活动（示例）',
    theme: '不忘初心跟党走 巾帼建功谱新篇',
    body: '示例：各单位按四个方面组织活动，结束后报一份活动情况。',
    zone,
    acknowledgeDueOn: '2017-02-20',
    items: [
      { groupTitle: '风采展示', title: '纪念大会与先进表彰', text: '' },
      { groupTitle: '风采展示', title: '各族各界妇女联谊', text: '' },
      { groupTitle: '创业就业', title: '春风送岗位', text: '' },
      { groupTitle: '创业就业', title: '春风助创业', text: '' },
      { groupTitle: '创业就业', title: '春风吹沃野', text: '' },
      { groupTitle: '维权服务', title: '维权周', text: '' },
      { groupTitle: '关爱帮扶', title: '志愿服务月', text: '' },
      { groupTitle: '关爱帮扶', title: '走访慰问', text: '' },
    ],
    milestones: [
      { what: '“三八”活动情况', instructions: '报市妇联宣传部', kind: 'dated', dueOn: '2017-03-17' },
    ],
    audience: [
      {
        effect: 'include',
        under: null,
        types: ['district', 'county', 'association', 'department'],
        units: [],
      },
    ],
  },
}

/** No date and nothing to report: the campaign only tracks who has it. */
const threeEight110: ExampleNotice = {
  key: 'three-eight-110',
  draft: {
    number: '衢妇〔2020〕5号',
    issuerName: '衢州市妇女联合会',
    issuedOn: '2020-02-28',
    title: '“三八”节110周年系列活动（示例）',
    theme: '夺取“双胜利”·巾帼绽芬芳',
    body: '示例：八项线上为主的活动，没有要求报送，只看各单位是否收到。',
    zone,
    acknowledgeDueOn: '2020-03-04',
    items: [
      '线上宣传',
      '助力复工复产',
      '一米菜园',
      '创业创新大赛',
      '健康关爱',
      '志愿服务',
      '公筷公勺进家庭',
      '培树典型',
    ].map((title) => ({ groupTitle: '', title, text: '' })),
    milestones: [{ what: '活动情况（不要求报送）', kind: 'none' }],
    audience: [
      {
        effect: 'include',
        under: null,
        types: ['district', 'county', 'department', 'enterprise', 'association'],
        units: [],
      },
    ],
  },
}

/** Open: "in good time". Units are reminded in a rhythm; nothing is ever overdue. */
const threeEight2023: ExampleNotice = {
  key: 'three-eight-2023',
  draft: {
    number: '阳妇发〔2023〕3号',
    issuerName: '阳泉市妇女联合会',
    issuedOn: '2023-02-15',
    title: '2023年“三八”节纪念活动（示例）',
    theme: '巾帼心向党·奋进新征程',
    body: '示例：活动开展后把情况报宣教部，没有写明期限。',
    zone,
    acknowledgeDueOn: '2023-02-22',
    replyMailbox: 'xuanjiao@fl.example',
    contactNames: '市妇联宣教部',
    items: ['学习宣传', '巾帼建功', '营造氛围', '妇女群众工作'].map((title) => ({
      groupTitle: '',
      title,
      text: '',
    })),
    milestones: [{ what: '开展活动的情况', instructions: '报市妇联宣教部', kind: 'open' }],
    audience: [
      {
        effect: 'include',
        under: null,
        types: ['district', 'county', 'department', 'enterprise'],
        units: [],
      },
    ],
  },
}

/** Two dates inside a window, numeric targets for the year, down to the villages. */
const grassroots: ExampleNotice = {
  key: 'grassroots',
  draft: {
    number: '哈妇发〔2014〕8号',
    issuerName: '哈尔滨市妇女联合会',
    issuedOn: '2014-04-03',
    title: '“下基层、访妇情、办实事”活动（示例）',
    theme: '下基层 访妇情 办实事',
    body: '示例：四月走访调研，全年办实事；调研月总结、全年总结和优秀调研报告分两次报研究室。',
    windowFrom: '2014-04-01',
    windowTo: '2014-08-31',
    zone,
    acknowledgeDueOn: '2014-04-16',
    contactNames: '市妇联研究室',
    contactTelephone: '87657530',
    replyMailbox: 'yanjiushi@fl.example',
    address: '哈尔滨市道里区兆麟街125号 市委8号楼1720室',
    items: [
      { groupTitle: '访妇情', title: '重点调研课题', text: '' },
      { groupTitle: '访妇情', title: '需求调研月', text: '' },
      { groupTitle: '访妇情', title: '联系点蹲点调研', text: '' },
      { groupTitle: '办实事', title: '结对帮扶', text: '' },
      { groupTitle: '办实事', title: '民生项目', text: '' },
      { groupTitle: '办实事', title: '调研成果转化', text: '' },
      { groupTitle: '强自身', title: '自身建设', text: '' },
      { groupTitle: '强自身', title: '基层组织建设', text: '' },
      { groupTitle: '强自身', title: '“妇女之家”', text: '' },
      { groupTitle: '强自身', title: '干部能力', text: '' },
    ],
    milestones: [
      {
        what: '调研月活动总结',
        instructions: '做了什么，发现什么，怎么解决',
        kind: 'dated',
        dueOn: '2014-05-10',
      },
      {
        what: '全年活动总结和优秀调研报告',
        instructions: '附全年数字',
        kind: 'dated',
        dueOn: '2014-08-30',
        targets: [
          { name: '提供岗位', measure: '个', total: 30_000 },
          { name: '就业培训', measure: '人次', total: 10_000 },
          { name: '素养培训', measure: '人次', total: 5_000 },
          { name: '新增小额贷款', measure: '万元', total: 5_000 },
        ],
      },
    ],
    audience: [
      {
        effect: 'include',
        under: null,
        types: ['district', 'county', 'association', 'department', ...leaves],
        units: [],
      },
    ],
  },
}

export const exampleNotices: readonly ExampleNotice[] = [
  threeEight107,
  threeEight110,
  threeEight2023,
  grassroots,
]

/** An example with its dates as they were. */
export function exampleNotice(key: ExampleNotice['key']): NoticeInput {
  const found = exampleNotices.find((example) => example.key === key)
  if (found === undefined) throw new RangeError(`no example ${key}`)
  return found.draft
}

/** The same notice, issued on another day: every other date keeps its distance. */
export function issuedOn(draft: NoticeInput, day: LocalDate): NoticeInput {
  const days = DateTime.fromISO(day).diff(DateTime.fromISO(draft.issuedOn), 'days').days
  const move = (date: string | null | undefined): LocalDate | null =>
    date === null || date === undefined ? null : addDays(localDate(date), days)
  return {
    ...draft,
    issuedOn: day,
    windowFrom: move(draft.windowFrom),
    windowTo: move(draft.windowTo),
    acknowledgeDueOn: move(draft.acknowledgeDueOn),
    milestones: draft.milestones?.map((milestone) => ({
      ...milestone,
      dueOn: move(milestone.dueOn),
      lockOn: move(milestone.lockOn),
    })),
  }
}
