/** One line of the results. `ours` and `baseline` come from the same run; `ratio` is ours by the baseline's. */
export interface Entry {
  name: string
  ours: number | null
  baseline: number | null
  unit: string
  ratio: number | null
  /** The goal in words; the number is compared where the entry is made. */
  goal: string
  met: boolean | null
  note: string
}

/** How much a run takes on: `small` is for a few minutes, `full` for the sizes of the goals. */
export type Size = 'small' | 'usual' | 'full'

export interface Timed {
  ours: number
  baseline: number
}

/** Either side of a comparison; a round that needs a fresh subject makes it in `before`, which is not timed. */
export interface Contest {
  rounds: number
  before?: (round: number) => Promise<void>
  ours: (round: number) => Promise<unknown>
  baseline: (round: number) => Promise<unknown>
}

/**
 * Times both sides in turn, the one that goes first changing from round to round, so that what the machine does
 * meanwhile falls on both. A first round warms up and is thrown away.
 * @returns the medians in milliseconds
 */
export async function alternate(contest: Contest): Promise<Timed> {
  const ours: number[] = []
  const baseline: number[] = []
  for (let round = 0; round <= contest.rounds; round += 1) {
    await contest.before?.(round)
    const sides = [
      async () => ours.push(await timed(() => contest.ours(round))),
      async () => baseline.push(await timed(() => contest.baseline(round))),
    ]
    if (round % 2 === 1) sides.reverse()
    for (const side of sides) await side()
  }
  return { ours: median(ours.slice(1)), baseline: median(baseline.slice(1)) }
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** @param share 0.99 for the value that 99 of 100 are at or below */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  const at = share * (sorted.length - 1)
  const low = sorted[Math.floor(at)] ?? Number.NaN
  const high = sorted[Math.ceil(at)] ?? low
  return low + (high - low) * (at - Math.floor(at))
}

/** Three figures are as many as a noisy machine can answer for. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3))
}

/** An entry whose goal is a largest ratio. */
export function atMost(limit: number, line: { name: string; unit: string; note: string } & Timed): Entry {
  const ratio = line.ours / line.baseline
  return entryOf(line, { ratio, goal: `ratio <= ${limit}`, met: ratio <= limit })
}

/** An entry whose goal is a smallest ratio: a rate, say. */
export function atLeast(limit: number, line: { name: string; unit: string; note: string } & Timed): Entry {
  const ratio = line.ours / line.baseline
  return entryOf(line, { ratio, goal: `ratio >= ${limit}`, met: ratio >= limit })
}

function entryOf(
  line: { name: string; unit: string; note: string } & Timed,
  verdict: { ratio: number; goal: string; met: boolean },
): Entry {
  return {
    name: line.name,
    ours: rounded(line.ours),
    baseline: rounded(line.baseline),
    unit: line.unit,
    ratio: rounded(verdict.ratio),
    goal: verdict.goal,
    met: verdict.met,
    note: line.note,
  }
}
