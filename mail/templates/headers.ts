import type { MailContent } from '../../domain/message.ts'
import { oneLine } from './context.ts'

/**
 * Headers that tell machines what a mail is: nothing answers it by itself, and the mails of one campaign stand
 * together as a thread. A mail about several campaigns belongs to no thread. Why there is no List-Unsubscribe for those
 * whom a unit has named: see docs/mail.md.
 * @param mail.from its domain is that of the threads' ids
 * @param mail.messageId said once more, where no relay writes another over it
 */
export function headersFor(
  content: MailContent,
  { from, messageId }: { from: string; messageId: string },
): Record<string, string> {
  const campaigns = new Set('unitName' in content ? content.items.map(({ campaignId }) => campaignId) : [])
  const [campaignId] = campaigns
  const thread = `<campaign-${campaignId}@${from.slice(from.lastIndexOf('@') + 1)}>`
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
    'X-Duban-Kind': content.kind,
    'X-Duban-Message': messageId,
    ...(campaigns.size === 1 ? { References: thread, 'In-Reply-To': thread } : {}),
  }
}

const LONGEST_NAME = 60

/** The issuer as the name of the sender. An address in it would pass for the sender's own. */
export function senderName(issuerName: string): string {
  const name = oneLine(issuerName.replaceAll(/[<>"\\]/g, ' ').replaceAll('@', '＠'))
  return Array.from(name).slice(0, LONGEST_NAME).join('')
}
