import { Command } from 'commander'
import { runFaults } from './faults.ts'

const program = new Command('faults')
  .description('break the installation while it runs a campaign, and see what it comes to')
  .option('--kills <n>', 'SIGKILLs of parts while the campaign runs', Number, 60)
  .option('--seed <n>', 'who answers when, and where it is struck', Number, 1)
  .option('--units <n>', 'units of the federation', Number, 200)
  .option(
    '--writes <n>',
    'acknowledged writes of the flood that follows, under kills of its own',
    Number,
    1000,
  )
  .option('--short', 'a campaign of four weeks instead of five months')
  .option('--json', 'only the result, as JSON on the last line')
  .action(
    async (options: {
      kills: number
      seed: number
      units: number
      writes: number
      short?: boolean
      json?: boolean
    }) => {
      const result = await runFaults({ ...options, form: options.short === true ? 'short' : 'whole' })
      console.log(JSON.stringify(result))
      const { lost, doubled, missingReminders, stuck, identical } = result
      if (lost + doubled + missingReminders + stuck > 0 || !identical) process.exitCode = 1
    },
  )

await program.parseAsync()
process.exit(process.exitCode ?? 0)
