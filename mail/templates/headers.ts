import type { MailContent } from '../../domain/message.ts'

/**
 * Headers that tell machines what a mail is: nothing answers it by itself, and the mails of one campaign stand
 * together as a thread.
 * @param host the domain of the threads' ids; of a mail address the part after the @
 */
export function headersFor(content: MailContent, host: string): Record<string, string> {
  const campaigns = new Set('unitName' in content ? content.items.map(({ campaignId }) => campaignId) : [])
  const [campaignId] = campaigns
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Duban-Kind': content.kind,
    ...(campaigns.size === 1
      ? { References: `<campaign-${campaignId}@${host.slice(host.lastIndexOf('@') + 1)}>` }
      : {}),
  }
}
