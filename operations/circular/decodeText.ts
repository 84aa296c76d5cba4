/**
 * The text of a plain-text file: UTF-8, UTF-16 with or without its mark, else GB18030, which holds GBK and GB2312.
 * A byte order mark is no part of the text; null where the bytes are no text in any of them.
 */
export function decodeText(bytes: Buffer): string | null {
  const marked = markedUtf16(bytes)
  if (marked !== null) return readable(decode(marked, bytes))
  if (bytes.includes(0)) return readable(decode(likelyUtf16(bytes), bytes))
  return readable(decode('utf-8', bytes) ?? decode('gb18030', bytes))
}

function decode(encoding: string, bytes: Buffer): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function markedUtf16(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null
}

/** Line ends and digits have their zero byte last in little-endian text. */
function likelyUtf16(bytes: Buffer): string {
  let last = 0
  let first = 0
  for (let at = 0; at + 1 < Math.min(bytes.length, 4096); at += 2) {
    if (bytes[at] === 0) first += 1
    if (bytes[at + 1] === 0) last += 1
  }
  return first > last ? 'utf-16be' : 'utf-16le'
}

const MOST_ODD = 0.01

/** Text of people has next to no control characters, private ones or unassigned ones. */
function readable(text: string | null): string | null {
  if (text === null) return null
  const sample = text.slice(0, 20_000)
  let odd = 0
  for (const sign of sample)
    if (!/[\t\n\r\f]/.test(sign) && /[\p{Cc}\p{Cn}\p{Co}\ufffd]/u.test(sign)) odd += 1
  return odd > sample.length * MOST_ODD ? null : text
}
