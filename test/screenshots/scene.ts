import sharp from 'sharp'
import { reports, unitsOf, type CastUnit } from '../../cli/demo/actors.ts'
import type { Stage } from '../../cli/demo/stage.ts'
import { noticeDraftSchema, type NoticeInput } from '../../domain/notice.ts'
import { localDate } from '../../domain/time.ts'
import { draftFromCircular } from '../../operations/circular/draftFromCircular.ts'
import { issueNotice, checkNotice } from '../../operations/notice/issueNotice.ts'
import { saveNotice } from '../../operations/notice/saveNotice.ts'
import { perform, type AccountActor, type LinkActor } from '../../operations/perform.ts'
import { returnReport } from '../../operations/review/returnReport.ts'
import { appeal } from '../../operations/unit/appeal.ts'
import { addAttachment } from '../../operations/unit/attachments.ts'
import { prepareFile } from '../../operations/unit/prepareFile.ts'

/** What the pictures need and the demo, stopped in an evening, does not leave: drafts, a second notice, work to review. */
export interface Scene {
  /** A draft whose dates have something to warn of. */
  draftId: number
  /** A draft made from a circular, with questions left. */
  circularId: number
  /** A report that waits, the second of its unit. */
  waitingReportId: number
  /** A unit that has had its report returned. */
  returned: CastUnit & { link: LinkActor }
}

const zone = 'Asia/Shanghai'

const familyWeek: NoticeInput = {
  number: '哈妇发〔2014〕11号',
  issuerName: '哈尔滨市妇女联合会',
  signer: '主席',
  issuedOn: '2014-05-14',
  title: '家庭教育宣传周活动',
  theme: '好家风 伴成长',
  body: '各单位在五月下旬至六月上旬组织一次家庭教育讲座，人数和照片一并报市妇联。',
  zone,
  acknowledgeDueOn: '2014-05-20',
  items: [{ groupTitle: '宣传周', title: '家庭教育讲座', text: '至少一次，面向家长' }],
  milestones: [
    {
      what: '讲座情况',
      instructions: '人数、照片两张',
      kind: 'dated',
      dueOn: '2014-06-06',
      targets: [{ name: '参加的家长', measure: '人' }],
    },
  ],
  audience: [
    { effect: 'include', under: null, types: ['district', 'county', 'street', 'township'], units: [] },
  ],
}

/** Due on the Sunday of a festival, with little time. */
const visits: NoticeInput = {
  ...familyWeek,
  number: '哈妇发〔2014〕12号',
  issuedOn: '2014-05-15',
  title: '端午走访慰问困难妇女儿童',
  theme: '',
  body: '各单位走访慰问辖区困难妇女儿童，走访情况报市妇联。',
  acknowledgeDueOn: '2014-05-19',
  items: [{ groupTitle: '', title: '走访慰问', text: '' }],
  milestones: [{ what: '走访情况', kind: 'dated', dueOn: '2014-06-01' }],
}

const circular = `哈妇发〔2014〕13号

关于开展“巾帼志愿服务季”活动的通知

各区、县（市）妇联，市直机关妇委会，道里区妇联：
为丰富群众生活，市妇联决定开展“巾帼志愿服务季”活动，现将有关事项通知如下。
一、活动主题
邻里守望 巾帼同行
二、活动内容
（一）慰老助困。组织志愿者走访独居老人，每个区不少于30户。
（二）护学助教。在小学周边设护学岗，不少于10个。
三、工作要求
请各单位于5月26日前报活动方案，于9月底前报活动总结，每月5日前报送上月服务人次。
每个区推荐优秀志愿者2至3名，逾期不予受理。
联系人：李敏 电话：0451-84610000
邮箱：zyfw@fl.example
哈尔滨市妇女联合会
2014年5月14日
`

/** Sets the scene on the evening on which the demo stopped. */
export async function setScene(stage: Stage): Promise<Scene> {
  const coordinator = await theCoordinator(stage)
  const { api, owner } = stage.database
  const { id: campaignId } = await owner.selectFrom('campaign').select('id').executeTakeFirstOrThrow()
  const owing = await owingUnits(stage, campaignId)
  await issueSecond(stage, coordinator)
  const { noticeId: draftId } = await saveDraft(stage, coordinator, visits)
  const { noticeId: circularId } = await perform(api, coordinator, (op) =>
    draftFromCircular(op, [{ name: '通知.txt', text: circular, bytes: null }]),
  )
  for (const [index, { unit, obligationId }] of owing.slice(0, 6).entries())
    await sendReport(stage, coordinator, unit, obligationId, texts[index % texts.length] ?? '')
  const returned = await sendBack(stage, coordinator, owing.slice(6))
  await excuse(stage, owing.slice(8, 10))
  const again = await sendBack(stage, coordinator, owing.slice(7))
  await sendReport(stage, coordinator, again.unit, again.obligationId, longText)
  const { id: waitingReportId } = await owner
    .selectFrom('report')
    .select('id')
    .where('obligation_id', '=', again.obligationId)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return { draftId, circularId, waitingReportId, returned: returned.unit }
}

const longText =
  '走访六个村民小组共四十二户，其中留守妇女十七户。主要反映三件事：一是就近就业，已和县里两家服装加工点谈妥，先去十一人；二是孩子放学后没人管，村小学愿意把教室留到五点半；三是用水，已报乡里。'
const texts = [
  '走访了辖区四十户，座谈两次，问题台账附后。',
  '调研报告已写好，反映就业和看护两个问题，照片是座谈会现场。',
  '本月走访二十三户，帮扶对象都已落实。',
]

async function theCoordinator(stage: Stage): Promise<AccountActor> {
  const { id, unit_id, name } = await stage.database.owner
    .selectFrom('account')
    .select(['id', 'unit_id', 'name'])
    .where('role', '=', 'administrator')
    .executeTakeFirstOrThrow()
  return { kind: 'account', accountId: id, unitId: unit_id, name, language: 'zh-CN', role: 'coordinator' }
}

function saveDraft(stage: Stage, coordinator: AccountActor, input: NoticeInput) {
  const draft = noticeDraftSchema.parse(input)
  return perform(stage.database.api, coordinator, (op) =>
    saveNotice(op, { noticeId: null, version: null, draft }),
  )
}

async function issueSecond(stage: Stage, coordinator: AccountActor): Promise<void> {
  const { api } = stage.database
  const { noticeId } = await saveDraft(stage, coordinator, familyWeek)
  await perform(api, coordinator, (op) => checkNotice(op, { noticeId, version: null }))
  await perform(api, coordinator, (op) => issueNotice(op, { noticeId, version: null }))
}

interface Owing {
  unit: CastUnit & { link: LinkActor }
  obligationId: number
}

/** Units with a link that owe the first report, in the order of their ids. */
async function owingUnits(stage: Stage, campaignId: number): Promise<Owing[]> {
  const { owner } = stage.database
  const rows = await owner
    .selectFrom('obligation')
    .select(['id', 'unit_id'])
    .where('campaign_id', '=', campaignId)
    .where('duty', '=', 'report')
    .where('state', '=', 'expected')
    .where('due_on', '<', localDate('2014-06-01'))
    .orderBy('id')
    .execute()
  const owed = new Map(rows.map(({ id, unit_id }) => [unit_id, id]))
  const units = await unitsOf(owner, campaignId)
  return units.flatMap(({ unitId, link }) => {
    const obligationId = owed.get(unitId)
    return link === null || obligationId === undefined ? [] : [{ unit: { unitId, link }, obligationId }]
  })
}

async function sendReport(
  stage: Stage,
  coordinator: AccountActor,
  unit: Owing['unit'],
  obligationId: number,
  text: string,
): Promise<void> {
  const { api } = stage.database
  const file = await prepareFile({ name: '座谈会.jpg', bytes: await photo() })
  await perform(api, unit.link, (op) => addAttachment(op, { obligationId, file }))
  await reports(api, unit, { obligationId, text, values: new Map() }, coordinator)
}

/** Something to look at where a photo would be: a warm room with a window. */
function photo(): Promise<Buffer> {
  const window = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900">
    <rect width="1200" height="900" fill="#cbb79a"/><rect x="650" y="120" width="380" height="320" fill="#dfe9ee"/>
    <rect y="620" width="1200" height="280" fill="#8d6f53"/><rect x="160" y="520" width="880" height="60" fill="#6d4f38"/>
  </svg>`
  return sharp(Buffer.from(window)).jpeg({ quality: 80 }).toBuffer()
}

/** The first of these units reports, and has its report returned. */
async function sendBack(stage: Stage, coordinator: AccountActor, owing: Owing[]): Promise<Owing> {
  const [first] = owing
  if (first === undefined) throw new Error('nobody is left who owes a report: play more units')
  await sendReport(stage, coordinator, first.unit, first.obligationId, '已开展，材料附后。')
  const { id } = await stage.database.owner
    .selectFrom('report')
    .select('id')
    .where('obligation_id', '=', first.obligationId)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  await perform(stage.database.api, coordinator, (op) =>
    returnReport(op, { reportId: id, reason: '请写明走访户数和反映的问题', dueOn: localDate('2014-05-20') }),
  )
  return first
}

/** Two units say that they cannot make the date. */
async function excuse(stage: Stage, owing: Owing[]): Promise<void> {
  for (const { unit, obligationId } of owing)
    await perform(stage.database.api, unit.link, (op) =>
      appeal(op, { kind: 'cannot', reason: '村里正忙春播，人都在地里，想延到月底。', obligationId }),
    )
}
