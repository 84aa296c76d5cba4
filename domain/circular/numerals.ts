const digits = new Map<string, number>([
  ...[...'〇一二三四五六七八九'].map((digit, value) => [digit, value] as const),
  ...[...'零壹贰叁肆伍陆柒捌玖'].map((digit, value) => [digit, value] as const),
  ['○', 0],
  ['0', 0],
  ['O', 0],
  ['o', 0],
  ['元', 1],
  ['两', 2],
  ['参', 3],
])
const tens = new Map([
  ['十', 10],
  ['拾', 10],
  ['百', 100],
  ['佰', 100],
  ['千', 1000],
  ['仟', 1000],
])
const twenties = new Map([
  ['廿', 20],
  ['卅', 30],
])
const myriads = new Map([
  ['万', 10_000],
  ['亿', 100_000_000],
])

/** What a numeral of a regular expression may be made of. */
export const HAN_DIGITS = '〇○零一二三四五六七八九十廿卅两百千万壹贰叁肆伍陆柒捌玖拾佰仟'

/** The value of a whole number in digits (`30,000`, `3万`, `1.5万`) or in Chinese numerals (`三十一`, `廿五`); null where it is none. */
export function numberOf(text: string): number | null {
  const plain = /^(\d[\d,]*(?:\.\d+)?)(千|万|十万|百万|千万|亿)?$/.exec(text.replaceAll('，', ','))
  if (plain) {
    const value = Number((plain[1] ?? '').replaceAll(',', ''))
    return Math.round(value * (plain[2] === undefined ? 1 : (hanNumber(`一${plain[2]}`) ?? 1)) * 1000) / 1000
  }
  return text === '' ? null : hanNumber(text)
}

function hanNumber(text: string): number | null {
  let whole = 0
  let section = 0
  let digit: number | null = null
  for (const sign of text) {
    const value = digits.get(sign)
    const unit = tens.get(sign)
    const twenty = twenties.get(sign)
    const myriad = myriads.get(sign)
    if (value !== undefined) digit = value
    else if (unit !== undefined) {
      section += (digit ?? 1) * unit
      digit = null
    } else if (twenty !== undefined) {
      section += twenty
      digit = null
    } else if (myriad !== undefined) {
      whole = (whole + section + (digit ?? (section === 0 ? 1 : 0))) * myriad
      section = 0
      digit = null
    } else return null
  }
  return whole + section + (digit ?? 0)
}

/** A year in digits (`2014`, `14`) or sign by sign (`二〇一四`); two digits are of this century. */
export function yearOf(text: string): number | null {
  const value = /^\d+$/.test(text)
    ? Number(text)
    : Number([...text].map((sign) => digits.get(sign) ?? 'x').join(''))
  if (!Number.isInteger(value)) return null
  if (value < 100 && text.length === 2) return 2000 + value
  return value >= 1900 && value <= 2199 ? value : null
}
