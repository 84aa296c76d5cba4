import type { MailContent, MailDocketItem, MailItem } from '../../domain/message.ts'
import { localDate } from '../../domain/time.ts'
import { linkToken, unitUrl } from '../../mail/links.ts'
import type { MailContext } from '../../mail/templates/render.ts'

export const key = Buffer.alloc(32, 7)
export const context: MailContext = {
  language: 'zh-CN',
  baseUrl: 'https://duban.example',
  key,
  zone: 'Asia/Shanghai',
  signInUrl: 'https://duban.example/sign-in/abc_DEF-1?next=a&b="c',
}

export const common = {
  issuerName: '哈尔滨市妇女联合会',
  askWhom: '市妇联研究室，8765 7530',
  asOf: '2014-05-07T09:00:00+08:00',
}

export function urlOf({ link }: MailItem): string {
  return unitUrl(context.baseUrl, linkToken(key, link))
}

export const summary: MailItem = {
  campaignId: 12,
  duty: 'report',
  what: '调研月活动总结',
  number: '哈妇发〔2014〕8号',
  title: '“下基层、访妇情、办实事”活动',
  dueOn: localDate('2014-05-10'),
  daysLeft: 3,
  daysPast: 0,
  acknowledged: true,
  link: { linkId: 7, generation: 1 },
}
export const family: MailItem = {
  campaignId: 13,
  duty: 'report',
  what: '“最美家庭”候选家庭推荐表',
  number: '哈妇发〔2014〕9号',
  title: '寻找最美家庭',
  dueOn: localDate('2014-05-26'),
  daysLeft: 14,
  daysPast: 0,
  acknowledged: false,
  link: { linkId: 8, generation: 2 },
}
export const acknowledging: MailItem = {
  ...family,
  duty: 'acknowledge',
  what: '',
  dueOn: localDate('2014-05-08'),
  daysLeft: 2,
}
export const late: MailItem = { ...summary, dueOn: localDate('2014-05-04'), daysLeft: 0, daysPast: 3 }
export const openEnded: MailItem = { ...summary, dueOn: null, daysLeft: null, daysPast: null }

export function docketItems(count: number): MailDocketItem[] {
  return Array.from({ length: count }, (_, index) => ({
    itemId: index + 1,
    unitName: `第${index + 1}街道妇联`,
    what: summary.what,
    duty: 'report',
    title: summary.title,
    daysPast: 5,
    reminders: 4,
    acknowledged: index > 0,
  }))
}

export const docketLink = { accountId: 7, generation: 2, expiresOn: localDate('2014-05-28') }

const unitName = '荣市街道妇联'
type UnitKind = 'issue' | 'reminder' | 'changed' | 'urge' | 'returned' | 'link'

export function toUnit(
  kind: UnitKind,
  items: MailItem[],
  facts: Extract<MailContent, { kind: UnitKind }>['facts'] = {},
): MailContent {
  return { ...common, kind, unitName, items, facts }
}

const newDue = localDate('2014-05-16')
const reason = '总结里没有写调研中发现的问题，\n请补上。'

/** One of every kind that there is, with the subject that it must have in both languages. */
export const samples: [name: string, content: MailContent, zh: string, en: string][] = [
  [
    'issue',
    toUnit('issue', [acknowledging, family]),
    '请签收：寻找最美家庭',
    'Please acknowledge: 寻找最美家庭',
  ],
  [
    'reminder',
    toUnit('reminder', [summary, family]),
    '还有3个工作日：调研月活动总结，另有1件',
    '3 working days left: 调研月活动总结, and 1 more',
  ],
  [
    'reminder, late',
    toUnit('reminder', [late]),
    '已过3个工作日：调研月活动总结',
    '3 working days past: 调研月活动总结',
  ],
  [
    'reminder, late since Saturday',
    toUnit('reminder', [{ ...late, dueOn: localDate('2014-05-06'), daysPast: 0 }]),
    '期限刚过：调研月活动总结',
    'Just past the deadline: 调研月活动总结',
  ],
  [
    'reminder, today',
    toUnit('reminder', [{ ...summary, dueOn: localDate('2014-05-07'), daysLeft: 1 }]),
    '今天24时截止：调研月活动总结',
    'Due today, before midnight: 调研月活动总结',
  ],
  [
    'reminder, days off only',
    toUnit('reminder', [{ ...summary, daysLeft: 0 }]),
    '期限前没有工作日了：调研月活动总结',
    'No working day left: 调研月活动总结',
  ],
  [
    'reminder, open',
    toUnit('reminder', [openEnded]),
    '请及时报送：调研月活动总结',
    'Please report soon: 调研月活动总结',
  ],
  [
    'reminder, acknowledging',
    toUnit('reminder', [acknowledging]),
    '还有2个工作日：签收寻找最美家庭',
    '2 working days left: acknowledge 寻找最美家庭',
  ],
  [
    'reminder, acknowledging some time',
    toUnit('reminder', [{ ...acknowledging, dueOn: null, daysLeft: null, daysPast: null }]),
    '请签收：寻找最美家庭',
    'Please acknowledge: 寻找最美家庭',
  ],
  [
    'returned',
    toUnit('returned', [summary], { reason, dueOn: newDue }),
    '退回：调研月活动总结，请于5月16日前补报',
    'Returned: 调研月活动总结, please report again by 16 May',
  ],
  [
    'returned, undated',
    toUnit('returned', [openEnded], { reason }),
    '退回：调研月活动总结，请补报',
    'Returned: 调研月活动总结, please report again',
  ],
  [
    'receipt',
    { ...common, kind: 'receipt', unitName, items: [summary], facts: { receipt: '12-3051-2' } },
    '收讫：调研月活动总结',
    'Received: 调研月活动总结',
  ],
  [
    'extended',
    toUnit('changed', [{ ...summary, dueOn: newDue, daysLeft: 7 }], {
      change: 'extended',
      reason,
      dueOn: newDue,
    }),
    '改期到5月16日：调研月活动总结',
    'New deadline 16 May: 调研月活动总结',
  ],
  [
    'waived',
    toUnit('changed', [summary], { change: 'waived', reason }),
    '免报：调研月活动总结',
    'Waived: 调研月活动总结',
  ],
  [
    'withdrawn',
    toUnit('changed', [summary], { change: 'withdrawn', reason }),
    `不用办了：${summary.title}`,
    `No longer needed: ${summary.title}`,
  ],
  [
    'added',
    toUnit('changed', [acknowledging], { change: 'added' }),
    '请签收：寻找最美家庭',
    'Please acknowledge: 寻找最美家庭',
  ],
  [
    'cancelled',
    toUnit('changed', [summary], { change: 'cancelled', reason }),
    `取消：${summary.title}`,
    `Cancelled: ${summary.title}`,
  ],
  [
    'urge',
    toUnit('urge', [late], { reason }),
    '限期催报：调研月活动总结',
    'Overdue and urgent: 调研月活动总结',
  ],
  ['link', toUnit('link', [summary, family]), '您的办理链接', 'Your link'],
  [
    'docket',
    {
      ...common,
      kind: 'docket',
      personName: '王敏',
      link: docketLink,
      items: docketItems(20),
      climbsOn: newDue,
    },
    '20项逾期，请您定',
    'Overdue: 20, please decide',
  ],
  ['sign_in', { ...common, kind: 'sign_in', personName: '王敏' }, '登录督办', 'Sign in to Duban'],
]
