import type { DocketLine } from '../../../db/queries/campaignDockets.ts'
import type { CampaignHead } from '../../../db/queries/campaignHead.ts'
import { mailFilters, type MailFilter, type MailLine } from '../../../db/queries/mails.ts'
import type { Chase, MomentLine } from '../../../db/queries/moments.ts'
import type { MailWhys } from '../../../db/queries/why/mails.ts'
import type { MailWhy } from '../../../domain/why.ts'
import type { Notice } from '../../../db/queries/notices.ts'
import type { WorkingCalendar } from '../../../domain/calendar.ts'
import { dateIn } from '../../../domain/time.ts'
import { Button } from '../../components/Button.tsx'
import { CampaignHeader } from '../../components/CampaignHeader.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { MomentCalendar } from '../../components/MomentCalendar.tsx'
import { NoticeHead } from '../../components/NoticeHead.tsx'
import { NoticeText } from '../../components/NoticeText.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Paging, Table } from '../../components/Table.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { Why } from '../../components/Why.tsx'
import { mailWhyText } from '../why/mailText.ts'
import { useFrame, useWords } from '../../frame.ts'
import { dutyName, markOf, momentWhat } from '../momentText.ts'
import { queryOf } from './addresses.ts'
import { Ahead, LastChases } from './Moments.tsx'

/** The paper itself, to be read and printed. */
export function CampaignPaperPage({ head, notice }: { head: CampaignHead; notice: Notice }) {
  const words = useWords()
  return (
    <Desk title={words.line(words.t('campaign.fullText'), notice.title)} section="notices" narrow>
      <Link href={`/campaigns/${head.id}`} class="back">{`‹ ${words.t('side.board')}`}</Link>
      <div class="sheet">
        <NoticeHead {...notice} />
        <NoticeText notice={notice} filesAt={`/notices/${notice.id}/files`} />
      </div>
    </Desk>
  )
}

export interface MomentsView {
  head: CampaignHead
  ahead: MomentLine[]
  chases: Chase[]
  calendar: WorkingCalendar
}

/** When what has gone out, and what will happen by itself. */
export function MomentsPage({ head, ahead, chases, calendar }: MomentsView) {
  const words = useWords()
  const past = chases.map((chase) => {
    const kind = chase.step === 'overdue' ? ('late' as const) : ('reminder' as const)
    const text = `${dutyName(words, chase)} ${momentWhat(words, { ...chase, kind, level: null })}`
    return {
      date: dateIn(head.zone, chase.at),
      mark: markOf({ ...chase, kind }),
      level: null,
      text,
      flag: null,
    }
  })
  const coming = ahead.map((line) => ({
    date: dateIn(head.zone, line.at),
    mark: markOf(line),
    level: line.level,
    text:
      line.step === 'climb'
        ? words.t('ahead.climb', { level: line.level ?? 1 })
        : `${dutyName(words, line)} ${momentWhat(words, line)}`,
    flag: line.kind === 'deadline' ? dutyName(words, line) : null,
  }))
  const issue = {
    date: dateIn(head.zone, head.issuedAt),
    mark: 'issue' as const,
    level: null,
    text: words.t('plan.issue'),
    flag: words.t('moment.issue'),
  }
  return (
    <Desk title={words.t('campaign.moments')} section="notices">
      <CampaignHeader head={head} />
      <MomentCalendar calendar={calendar} moments={[issue, ...past, ...coming]} />
      <div class="columns even">
        <Ahead lines={ahead} all />
        <LastChases chases={chases} all />
      </div>
    </Desk>
  )
}

export interface MailsView {
  head: CampaignHead
  lines: MailLine[]
  whys: MailWhys
  counts: Record<MailFilter, number>
  filter: MailFilter
  page: number
}

/** Every mail of a campaign; what could not be delivered first, with its remedy. */
export function MailsPage({ head, lines, whys, counts, filter, page }: MailsView) {
  const words = useWords()
  const { person } = useFrame()
  const coordinates = person?.role === 'coordinator' || person?.role === 'administrator'
  const base = `/campaigns/${head.id}/mails`
  return (
    <Desk title={words.t('campaign.mails')} section="notices">
      <CampaignHeader head={head} />
      <Tabs
        label={words.t('campaign.mails')}
        tabs={mailFilters.map((name) => ({
          href: `${base}?filter=${name}`,
          current: name === filter,
          children: `${words.t(`mails.${name}`)} ${words.number(counts[name])}`,
        }))}
        aside={coordinates ? <MailsAside /> : undefined}
      />
      <Table
        caption={words.t('campaign.mails')}
        empty={words.t(filter === 'failed' ? 'mails.noneFailed' : 'mails.none')}
        rows={lines}
        columns={[
          {
            label: words.t('ahead.when'),
            cell: (mail) => <span class="nowrap">{words.instant(mail.at)}</span>,
          },
          {
            label: words.t('mails.kind'),
            cell: (mail) => <MailKind mail={mail} why={whys.byMessage.get(mail.id)} />,
          },
          {
            label: words.t('units.unit'),
            cell: (mail) => <Link href={`/campaigns/${head.id}/units/${mail.unitId}`}>{mail.unitName}</Link>,
          },
          { label: words.t('record.address'), cell: (mail) => words.line(mail.personName, mail.address) },
          {
            label: words.t('units.state'),
            cell: (mail) => (
              <>
                {words.t(`message.${mail.state}`)}
                {mail.remedy === null ? null : (
                  <div class="t-returned">{words.code('remedy', mail.remedy)}</div>
                )}
              </>
            ),
          },
          {
            label: words.t('mails.toDo'),
            unseen: true,
            cell: (mail) => <MailRemedy mail={mail} base={base} />,
          },
        ]}
      />
      <Paging page={page} total={counts[filter]} hrefOf={(to) => `${base}${queryOf({ filter, page: to })}`} />
    </Desk>
  )
}

function MailsAside() {
  const words = useWords()
  return (
    <span class="buttons">
      <Link href="/bounces">{words.t('bounces.title')}</Link>
      <Link href="/mail-texts">{words.t('mailTexts.title')}</Link>
    </span>
  )
}

function MailKind({ mail, why }: { mail: MailLine; why: MailWhy | undefined }) {
  const words = useWords()
  return (
    <div>
      {words.t(`mailKind.${mail.kind}`)}
      {why === undefined ? null : <Why sentences={[mailWhyText(words, why)]} />}
    </div>
  )
}

/** What a person may do about a mail that failed, or of which nobody knows whether it went. */
function MailRemedy({ mail, base }: { mail: MailLine; base: string }) {
  const words = useWords()
  const open = mail.state === 'permanent_failure' || (mail.state === 'uncertain' && mail.uncertainTimes >= 2)
  if (!open) return null
  return (
    <Form action={`${base}/${mail.id}`} class="buttons">
      <Link href={`/units/${mail.unitId}`}>{words.t('need.fixAddress')}</Link>
      <Button kind="text" name="as" value="again">
        {words.t('mails.again')}
      </Button>
      {mail.state === 'uncertain' ? (
        <Button kind="text" name="as" value="sent">
          {words.t('mails.takeAsSent')}
        </Button>
      ) : null}
    </Form>
  )
}

/** Who has what to decide, and how high it has climbed. */
export function DocketsPage({ head, dockets }: { head: CampaignHead; dockets: DocketLine[] }) {
  const words = useWords()
  return (
    <Desk title={words.t('campaign.dockets')} section="notices">
      <CampaignHeader head={head} />
      <Table
        caption={words.t('campaign.dockets')}
        empty={words.t('dockets.none')}
        rows={dockets}
        columns={[
          {
            label: words.t('dockets.unit'),
            cell: (row) => <Link href={`/units/${row.unitId}`}>{row.unitName}</Link>,
          },
          { label: words.t('role.supervisor'), cell: (row) => row.supervisors ?? '·' },
          {
            label: words.t('item.undecided'),
            number: true,
            cell: (row) => <strong>{words.number(row.undecided)}</strong>,
          },
          { label: words.t('docket.filter.seen'), number: true, cell: (row) => words.number(row.seen) },
          {
            label: words.t('dockets.level'),
            number: true,
            cell: (row) => (row.highestLevel === 0 ? '·' : row.highestLevel),
          },
          {
            label: words.t('dockets.climbs'),
            cell: (row) => (row.climbsAt === null ? '·' : words.dayAndTime(row.climbsAt)),
          },
          { label: words.t('dockets.decided'), number: true, cell: (row) => words.number(row.decided) },
          { label: words.t('item.settled'), number: true, cell: (row) => words.number(row.settled) },
        ]}
      />
    </Desk>
  )
}
