import type {
  CampaignLine,
  CampaignTotals,
  DraftLine,
  HomeFigures,
  Standing,
} from '../../../db/queries/campaignList.ts'
import type { MailHold } from '../../../db/queries/mailHold.ts'
import type { MomentLine } from '../../../db/queries/moments.ts'
import { MiniBar } from '../../components/Bar.tsx'
import { ButtonLink } from '../../components/Button.tsx'
import { percent } from '../../components/Ledger.tsx'
import { Link } from '../../components/Link.tsx'
import { MomentGlyph } from '../../components/MomentGlyph.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Paging, Table } from '../../components/Table.tsx'
import { Tabs } from '../../components/Tabs.tsx'
import { useFrame, useWords } from '../../frame.ts'
import { queryOf, unitsAddress } from '../campaign/addresses.ts'
import { dutyName, markOf, momentWhat } from '../momentText.ts'
import { ExampleBox } from './ExampleBox.tsx'
import { MailHeld } from './MailHeld.tsx'
import { HomeFiguresRow } from './HomeFiguresRow.tsx'
import { Fortnight, type AgendaDay } from './Fortnight.tsx'

export type Shown = 'running' | 'drafts' | 'ended'

export interface HomeView {
  shown: Shown
  totals: CampaignTotals
  page: number
  campaigns: CampaignLine[]
  drafts: DraftLine[]
  standings: ReadonlyMap<number, Standing>
  next: ReadonlyMap<number, MomentLine>
  figures: HomeFigures
  agenda: AgendaDay[]
  /** Set while mails are held after a restore. */
  mailHold: MailHold | null
  /** Nothing is here yet, and she may load the example. */
  offersExample: boolean
}

/** All campaigns at a glance, one line each, the soonest moment first. */
export function HomePage(view: HomeView) {
  const words = useWords()
  const { person } = useFrame()
  const coordinates = person?.role === 'coordinator' || person?.role === 'administrator'
  return (
    <Desk title={words.t('nav.notices')} section="notices">
      <div class="page-head">
        <h1>{words.t('nav.notices')}</h1>
        {coordinates ? (
          <div class="buttons">
            <ButtonLink kind="ink" href="/notices/new">
              {words.t('home.newNotice')}
            </ButtonLink>
          </div>
        ) : null}
      </div>
      {view.mailHold === null ? null : (
        <MailHeld hold={view.mailHold} releases={person?.role === 'administrator'} />
      )}
      {view.offersExample ? <ExampleBox /> : null}
      <HomeFiguresRow figures={view.figures} />
      <div class="columns">
        <div>
          <ListTabs {...view} />
          {view.shown === 'drafts' ? <Drafts drafts={view.drafts} /> : <Campaigns {...view} />}
          <Paging
            page={view.page}
            total={view.totals[view.shown]}
            hrefOf={(page) => `/${queryOf({ show: view.shown, page })}`}
          />
        </div>
        <Fortnight days={view.agenda} />
      </div>
    </Desk>
  )
}

function ListTabs({ shown, totals }: HomeView) {
  const words = useWords()
  const tabs: readonly Shown[] = ['running', 'drafts', 'ended']
  return (
    <Tabs
      label={words.t('nav.notices')}
      tabs={tabs.map((tab) => ({
        href: tab === 'running' ? '/' : `/?show=${tab}`,
        current: tab === shown,
        children: `${words.t(`home.${tab}`)} ${words.number(totals[tab])}`,
      }))}
      aside={shown === 'running' ? words.t('home.byMoment') : undefined}
    />
  )
}

function Campaigns(view: HomeView) {
  const words = useWords()
  return (
    <Table
      caption={words.t('nav.notices')}
      empty={words.t(view.shown === 'running' ? 'home.noneRunning' : 'home.noneEnded')}
      rows={view.campaigns}
      columns={[
        { label: words.t('home.notice'), cell: (line) => <Name line={line} /> },
        {
          label: words.t(view.shown === 'running' ? 'home.next' : 'home.endedAt'),
          cell: (line) =>
            view.shown === 'running' ? <Next line={line} moment={view.next.get(line.id)} /> : ended(line),
        },
        {
          label: words.t('home.progress'),
          cell: (line) => <Progress line={line} standing={view.standings.get(line.id)} />,
        },
        {
          label: words.t('home.acknowledged'),
          number: true,
          cell: (line) => acknowledged(view.standings.get(line.id)),
        },
        {
          label: words.t('districts.toReview'),
          number: true,
          cell: (line) => <ToReview line={line} n={view.standings.get(line.id)?.toReview ?? 0} />,
        },
        {
          label: words.t('state.overdue'),
          number: true,
          cell: (line) => <Overdue line={line} standing={view.standings.get(line.id)} />,
        },
      ]}
    />
  )

  function ended(line: CampaignLine): string {
    return words.line(
      line.endedAt === null ? '' : words.instant(line.endedAt),
      words.code('campaign', line.state),
    )
  }
  function acknowledged(standing: Standing | undefined): string {
    if (standing === undefined || standing.counts.total === 0) return '·'
    return percent(standing.acknowledged, standing.counts.total).replace(/\.\d/, '')
  }
}

function Name({ line }: { line: CampaignLine }) {
  const words = useWords()
  return (
    <div>
      <Link href={`/campaigns/${line.id}`} class="title-link">
        {line.title}
      </Link>
      <div class="note">
        {words.line(
          line.number,
          words.t('campaign.units', { n: words.number(line.audienceSize) }),
          line.pausedAt === null ? '' : words.t('campaign.paused'),
          line.state === 'issuing' ? words.t('campaign.issuing') : '',
        )}
      </div>
    </div>
  )
}

function Next({ line, moment }: { line: CampaignLine; moment: MomentLine | undefined }) {
  const words = useWords()
  if (moment === undefined) return <>{line.pausedAt === null ? '·' : words.t('campaign.paused')}</>
  return (
    <div class="moment">
      <MomentGlyph mark={markOf(moment)} level={moment.level} />
      <div>
        <strong>{words.dayAndTime(moment.at)}</strong>
        <div class="note">
          {moment.step === 'climb'
            ? words.t('ahead.climb', { level: moment.level ?? 1 })
            : words.line(momentWhat(words, moment), dutyName(words, moment))}
        </div>
      </div>
    </div>
  )
}

function Progress({ line, standing }: { line: CampaignLine; standing: Standing | undefined }) {
  const words = useWords()
  if (standing === undefined) return <>·</>
  return (
    <Link
      href={`/campaigns/${line.id}?milestone=${standing.duty.key}`}
      class="progress"
      label={dutyName(words, standing.duty)}
    >
      <MiniBar counts={standing.counts} />
      <span class="note">{dutyName(words, standing.duty)}</span>
    </Link>
  )
}

function ToReview({ line, n }: { line: CampaignLine; n: number }) {
  const words = useWords()
  if (n === 0) return <>·</>
  return (
    <Link href={`/review?campaign=${line.id}`} class="t-submitted">
      {words.number(n)}
    </Link>
  )
}

function Overdue({ line, standing }: { line: CampaignLine; standing: Standing | undefined }) {
  const words = useWords()
  const n = standing?.counts.overdue ?? 0
  if (n === 0 || standing === undefined) return <>·</>
  return (
    <Link href={unitsAddress(line.id, { milestone: standing.duty.key, state: 'overdue' })} class="late">
      {words.number(n)}
    </Link>
  )
}

function Drafts({ drafts }: { drafts: readonly DraftLine[] }) {
  const words = useWords()
  return (
    <Table
      caption={words.t('home.drafts')}
      empty={words.t('home.noDrafts')}
      rows={drafts}
      columns={[
        {
          label: words.t('home.notice'),
          cell: (draft) => (
            <div>
              <Link href={`/notices/${draft.id}`} class="title-link">
                {draft.title}
              </Link>
              <div class="note">{draft.number}</div>
            </div>
          ),
        },
        { label: words.t('units.state'), cell: (draft) => words.t(`notice.${draft.state}`) },
        { label: words.t('home.updated'), cell: (draft) => words.instant(draft.updatedAt) },
        {
          label: words.t('home.preview'),
          unseen: true,
          cell: (draft) => <Link href={`/notices/${draft.id}/preview`}>{words.t('home.preview')}</Link>,
        },
      ]}
    />
  )
}
