import type { MailPreview } from '../../../operations/notice/previewMail.ts'
import { Link } from '../../components/Link.tsx'
import { Facts } from '../../components/Receipt.tsx'
import { Desk } from '../../components/Shell.tsx'
import { useWords } from '../../frame.ts'

interface Props {
  noticeId: number
  unitId: number
  preview: MailPreview
  subject: string
}

/** One recipient's mail, as it would be if the notice were issued now. */
export function MailPreviewPage({ noticeId, unitId, preview, subject }: Props) {
  const words = useWords()
  const { to, unitName, replyTo, at } = preview
  const title = words.t('preview.mailOf', { unit: unitName })
  return (
    <Desk title={title} section="notices">
      <Link href={`/notices/${noticeId}/preview#audience`} class="back">
        {`‹ ${words.t('preview.toList')}`}
      </Link>
      <div class="page-head">
        <h1>{title}</h1>
        <span class="note">{words.t('preview.mailNote')}</span>
      </div>
      {to === null ? <p class="warning">{words.t('preview.mailNobody')}</p> : null}
      <Facts
        facts={[
          [words.t('mailbox.subject'), subject],
          [
            words.t('mailbox.to'),
            to === null ? words.t('units.reach.none') : words.line(to.name, to.address),
          ],
          [words.t('preview.mailAt'), words.dayAndTime(at)],
          ...(replyTo === null ? [] : [[words.t('preview.mailReply'), replyTo] satisfies [string, string]]),
        ]}
      />
      <iframe
        class="mail-frame"
        src={`/notices/${noticeId}/mail/${unitId}/html`}
        title={subject}
        sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
      />
    </Desk>
  )
}
