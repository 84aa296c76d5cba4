import { Command } from 'commander'
import { assignments } from './assignments.ts'
import type { Entry, Size } from './measure.ts'
import { keepResults } from './results.ts'
import { emptySweep, sweep } from './sweep.ts'

/** `npm run bench`: measures one after the other and writes each down as soon as it is known. */
const measures: Record<string, (size: Size) => Promise<Entry[]>> = {
  assignments,
  sweep,
  'empty-sweep': emptySweep,
}

const options = new Command()
  .name('npm run bench --')
  .option('--only <name>', `one of them: ${Object.keys(measures).join(', ')}`)
  .option('--small', 'small sizes, about three minutes in all')
  .option('--full', 'the sizes that the goals name')
  .parse()
  .opts<{ only?: string; small?: true; full?: true }>()

const size: Size = options.full ? 'full' : options.small ? 'small' : 'usual'
const chosen = Object.entries(measures).filter(
  ([name]) => options.only === undefined || name === options.only,
)
if (chosen.length === 0) throw new Error(`nothing is called ${options.only ?? ''}`)
for (const [name, measure] of chosen) {
  const entries = await measure(size)
  for (const entry of entries) console.log(lineOf(entry))
  keepResults({ entries })
  if (entries.length === 0) console.log(`${name}: nothing measured at this size`)
}

function lineOf(entry: Entry): string {
  const verdict = entry.met === null ? 'reported' : entry.met ? 'met' : 'MISSED'
  return `${verdict.padEnd(8)} ${entry.name}: ${entry.ours ?? '-'} against ${entry.baseline ?? '-'} ${entry.unit}, ratio ${entry.ratio ?? '-'} (${entry.goal})`
}
