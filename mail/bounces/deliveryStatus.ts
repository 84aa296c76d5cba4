/** What a delivery report (RFC 3464) says of one recipient. */
export interface DeliveryStatus {
  recipient: string | null
  /** `failed`, `delayed`, `delivered`, `relayed`, `expanded`. */
  action: string
  status: string | null
  diagnostic: string
}

/** The recipients of a `message/delivery-status` part, in order. Fields may be folded and written in any case. */
export function readDeliveryStatus(part: string): DeliveryStatus[] {
  return part
    .replaceAll('\r\n', '\n')
    .split(/\n[ \t]*\n/)
    .map(fieldsOf)
    .filter((fields) => fields.has('final-recipient') || fields.has('action'))
    .map((fields) => ({
      recipient:
        addressIn(fields.get('original-recipient') ?? '') ?? addressIn(fields.get('final-recipient') ?? ''),
      action: (fields.get('action') ?? '').toLowerCase(),
      status: statusIn(fields.get('status') ?? '') ?? statusIn(fields.get('diagnostic-code') ?? ''),
      diagnostic: (fields.get('diagnostic-code') ?? '').replace(/^[\w-]+;\s*/, ''),
    }))
}

function fieldsOf(group: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const line of group.replaceAll(/\n[ \t]+/g, ' ').split('\n')) {
    const [, name, value] = /^([A-Za-z-]+)[ \t]*:[ \t]*(.*)$/.exec(line) ?? []
    if (name !== undefined && value !== undefined) fields.set(name.toLowerCase(), value.trim())
  }
  return fields
}

/** `rfc822;<a@b.cn>` and the like. */
export function addressIn(text: string): string | null {
  const found = /[^\s<>"'(),;:]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/.exec(text)?.[0]
  return found === undefined ? null : found.toLowerCase()
}

/** An enhanced status (RFC 3463); 2.x.x, a success, is none. */
export function statusIn(text: string): string | null {
  return /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(text)?.[0] ?? null
}
