import { Command } from 'commander'
import { fuzz } from './fuzz.ts'

const program = new Command('fuzz')
  .description('ask the whole API at random, as its OpenAPI file describes it; needs Python 3 with pip')
  .option('--examples <n>', 'requests that are made up for each operation and phase', Number, 300)
  .option('--workers <n>', 'how many ask at a time; Python 3.11 crashes with more than one', Number, 1)
  .option('--seed <n>', 'what is made up', Number, 1)
  .option('--phases <list>', 'parts of the run', 'examples,coverage,fuzzing,stateful')
  .option('--operation <pattern>', 'only operations whose name fits')
  .option('--units <n>', 'units of the federation', Number, 150)
  .action(async (options) => {
    const result = await fuzz(options)
    console.log(JSON.stringify(result))
    if (Object.keys(result.findings).length > 0 || result.serverErrors > 0 || result.cases === 0)
      process.exitCode = 1
  })

await program.parseAsync()
process.exit(process.exitCode ?? 0)
