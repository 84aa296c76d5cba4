/** Where words stand: UTF-16 units of the text that was read, `end` exclusive. */
export type TextSpan = readonly [start: number, end: number]

/**
 * A reading of a text in which each unit still knows where it came from, so that whatever is found in the reading
 * can be shown in the text itself. Views are made from views; the origin always points at the text that was read.
 */
export class View {
  readonly text: string
  private readonly origin: Int32Array
  private readonly raw: string

  private constructor(text: string, origin: Int32Array, raw: string) {
    this.text = text
    this.origin = origin
    this.raw = raw
  }

  static of(raw: string): View {
    return new View(
      raw,
      Int32Array.from({ length: raw.length }, (_, index) => index),
      raw,
    )
  }

  /** One unit for one unit, in the same places. */
  map(change: (unit: string, index: number) => string): View {
    let text = ''
    for (let index = 0; index < this.text.length; index += 1) {
      const unit = this.text.charAt(index)
      const changed = change(unit, index)
      text += changed.length === 1 ? changed : unit
    }
    return new View(text, this.origin, this.raw)
  }

  /** The units for which `keep` says so; what was between them is skipped over, and lies inside spans across it. */
  filter(keep: (index: number) => boolean): View {
    const kept: number[] = []
    for (let index = 0; index < this.text.length; index += 1) if (keep(index)) kept.push(index)
    const text = kept.map((index) => this.text.charAt(index)).join('')
    return new View(
      text,
      Int32Array.from(kept, (index) => this.origin[index] ?? 0),
      this.raw,
    )
  }

  /** The place of a stretch of this view in the text that was read; an empty stretch is empty there too. */
  span(start: number, end: number): TextSpan {
    if (start >= this.text.length) return [this.raw.length, this.raw.length]
    const from = this.origin[start] ?? 0
    if (end <= start) return [from, from]
    return [from, (this.origin[end - 1] ?? from) + 1]
  }

  /** Where in this view a place of the text that was read stands, or the next one that is kept. */
  indexOf(place: number): number {
    let low = 0
    let high = this.origin.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.origin[middle] ?? 0) < place) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The words of the text itself behind a stretch of this view, exactly as they stand there. */
  source(start: number, end: number): string {
    const [from, to] = this.span(start, end)
    return this.raw.slice(from, to)
  }
}
