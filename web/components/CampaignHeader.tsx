import type { ComponentChildren } from 'preact'
import type { CampaignHead } from '../../db/queries/campaignHead.ts'
import { dateIn } from '../../domain/time.ts'
import { useWords } from '../frame.ts'
import { Link } from './Link.tsx'

interface CampaignHeaderProps {
  head: CampaignHead
  actions?: ComponentChildren
  /** The page has a heading of its own: the title of the campaign only says where one is. */
  inner?: boolean
}

/** The head of every page of a campaign: whose paper it is, how it stands, what can be done. */
export function CampaignHeader({ head, actions, inner }: CampaignHeaderProps) {
  const words = useWords()
  const base = `/campaigns/${head.id}`
  const Title = inner === true ? 'p' : 'h1'
  return (
    <header class="campaign-head">
      <div>
        <p class="issuer">{head.issuerName}</p>
        <Title class="name">
          <Link href={base}>{head.title}</Link>
        </Title>
        <p class="meta">
          <span>{head.number}</span>
          <span>
            {words.t('campaign.issuedOn', { date: words.shortDate(dateIn(head.zone, head.issuedAt)) })}
          </span>
          <span>{words.t('campaign.units', { n: words.number(head.audienceSize) })}</span>
          {head.state === 'open' && head.pausedAt === null ? null : <strong>{standing(head)}</strong>}
          <Link href={`${base}/notice`}>{words.t('campaign.fullText')}</Link>
          <Link href={`${base}/print`}>{words.t('campaign.print')}</Link>
          <Link href={`${base}/moments`}>{words.t('campaign.moments')}</Link>
          <Link href={`${base}/mails`}>{words.t('campaign.mails')}</Link>
          <Link href={`${base}/dockets`}>{words.t('campaign.dockets')}</Link>
          <Link href={`${base}/progress`}>{words.t('progress.link')}</Link>
          {head.endedAt === null ? null : <Link href={`${base}/result`}>{words.t('campaign.result')}</Link>}
        </p>
      </div>
      {actions === undefined ? null : <div class="buttons">{actions}</div>}
    </header>
  )

  function standing({ state, pausedAt }: CampaignHead): string {
    if (state === 'open' && pausedAt !== null)
      return words.t('campaign.pausedSince', { instant: words.instant(pausedAt) })
    return words.code('campaign', state)
  }
}
