import type { HomeFigures } from '../../../db/queries/campaignList.ts'
import { Link } from '../../components/Link.tsx'
import { MomentGlyph } from '../../components/MomentGlyph.tsx'
import { StateGlyph } from '../../components/StateGlyph.tsx'
import { useWords } from '../../frame.ts'

/** The four figures over everything that runs, each the way to what it counts. */
export function HomeFiguresRow({ figures }: { figures: HomeFigures }) {
  const words = useWords()
  const climbs =
    figures.climbsAt === null
      ? words.t('home.itemsNote')
      : words.t('home.climbs', {
          n: words.number(figures.climbing),
          instant: words.dayAndTime(figures.climbsAt),
        })
  return (
    <ul class="figures">
      <li>
        <span class="state t-submitted">
          <StateGlyph state="submitted" />
          {words.t('state.submitted')}
        </span>
        <Link href="/review" class="figure">
          {words.number(figures.toReview)}
        </Link>
        <span class="note">
          {figures.oldestReportAt === null
            ? words.t('home.noReview')
            : words.t('home.review', { instant: words.instant(figures.oldestReportAt) })}
        </span>
      </li>
      <li>
        <span class="state t-overdue">
          <StateGlyph state="overdue" />
          {words.t('state.overdue')}
        </span>
        <span class={figures.overdue > 0 ? 'figure late' : 'figure'}>{words.number(figures.overdue)}</span>
        <span class="note">{words.t('home.overdue', { n: words.number(figures.overdueCampaigns) })}</span>
      </li>
      <li>
        <span class="moment">
          <MomentGlyph mark="escalation" level={null} />
          {words.t('nav.docket')}
        </span>
        <Link href="/docket" class="figure">
          {words.number(figures.items)}
        </Link>
        <span class="note">{figures.items === 0 ? words.t('home.noItems') : climbs}</span>
      </li>
      <li>
        <span class="moment">
          <MomentGlyph mark="bounce" />
          {words.t('moment.bounce')}
        </span>
        <Link href="/units?reach=bounced" class="figure">
          {words.number(figures.undeliverable)}
        </Link>
        <span class="note">{words.t('home.bounced')}</span>
      </li>
    </ul>
  )
}
