import { z } from 'zod'

/**
 * What cannot be seen and can only deceive: control characters, marks that turn the direction of writing around, signs
 * of no width, halves of characters, blanks that pretend to be letters.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/gu

/** A text of one line as it is kept: what stood on several lines side by side, and nothing that cannot be seen. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\t\r\n\v\f\u0085\u2028\u2029]+/g, ' ')
    .replaceAll(unseen, '')
    .normalize('NFC')
    .trim()
}

/** For names and titles: two that look the same are the same, and none can pose as another. */
export function singleLine(min: number, max: number): z.ZodString {
  return z.string().overwrite(oneLine).min(min).max(max)
}

/** A half of a character, or the sign NUL: no text has them, and no database keeps them. */
export function isText(text: string): boolean {
  return !text.includes('\0') && !/\p{Cs}/u.test(text)
}
