import { Command } from 'commander'
import { assignments } from './assignments.ts'
import { mails } from './mails.ts'
import { drawGrowth } from './chart.ts'
import { growth } from './growth.ts'
import { histories } from './histories.ts'
import { httpLoad } from './httpLoad.ts'
import { jobQueues } from './jobQueues.ts'
import type { Entry, Size } from './measure.ts'
import { reading } from './reading.ts'
import { keepResults } from './results.ts'
import { starts } from './starts.ts'
import { emptySweep, sweep } from './sweep.ts'

/** `npm run bench`: measures one after the other and writes each down as soon as it is known. */
const measures: Record<string, (size: Size) => Promise<Entry[]>> = {
  assignments,
  sweep,
  'empty-sweep': emptySweep,
  reading,
  mails,
  histories,
  'job-queues': jobQueues,
  http: httpLoad,
  starts,
}

const options = new Command()
  .name('npm run bench --')
  .option('--only <name>', `one of them: ${[...Object.keys(measures), 'growth'].join(', ')}`)
  .option('--small', 'small sizes, about three minutes in all')
  .option('--full', 'the sizes that the goals name')
  .parse()
  .opts<{ only?: string; small?: true; full?: true }>()

const size: Size = options.full ? 'full' : options.small ? 'small' : 'usual'
const chosen = Object.entries(measures).filter(
  ([name]) => options.only === undefined || name === options.only,
)
if (chosen.length === 0 && options.only !== 'growth')
  throw new Error(`nothing is called ${options.only ?? ''}`)
for (const [, measure] of chosen) {
  const entries = await measure(size)
  for (const entry of entries) console.log(lineOf(entry))
  keepResults({ entries })
}
if (options.only === undefined || options.only === 'growth') {
  const found = await growth(size)
  for (const { name, exponent, baselineExponent, met } of found)
    console.log(
      `${met ? 'met' : 'MISSED'} growth of ${name}: exponent ${exponent}, baseline ${baselineExponent}`,
    )
  drawGrowth(keepResults({ growth: found }).growth)
}

function lineOf(entry: Entry): string {
  const verdict = entry.met === null ? 'reported' : entry.met ? 'met' : 'MISSED'
  return `${verdict.padEnd(8)} ${entry.name}: ${entry.ours ?? '-'} against ${entry.baseline ?? '-'} ${entry.unit}, ratio ${entry.ratio ?? '-'} (${entry.goal})`
}
