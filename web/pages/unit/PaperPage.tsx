import type { Notice } from '../../../db/queries/notices.ts'
import { Link } from '../../components/Link.tsx'
import { NoticeHead } from '../../components/NoticeHead.tsx'
import { NoticeText } from '../../components/NoticeText.tsx'
import { Phone } from '../../components/Shell.tsx'
import { useWords } from '../../frame.ts'

/** The notice itself, as its issuer wrote it. */
export function PaperPage({ notice, unitName, base }: { notice: Notice; unitName: string; base: string }) {
  const words = useWords()
  return (
    <Phone title={words.line(words.t('campaign.fullText'), notice.title)} heading={unitName}>
      <Link href={base} class="back">{`‹ ${words.t('page.back')}`}</Link>
      <NoticeHead {...notice} />
      <NoticeText notice={notice} filesAt={`${base}/files`} />
    </Phone>
  )
}
