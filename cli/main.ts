import { Command } from 'commander'
import { printCalendar } from './calendar.ts'
import { StartError } from './embedded/startError.ts'
import { start } from './start.ts'

const program = new Command('duban').description('督办: notices that get answered')

program
  .command('start', { isDefault: true })
  .description('start everything and stay until Ctrl-C')
  .action(async () => start())

program
  .command('calendar')
  .argument('<year>')
  .option('--json', 'as an array of {date, working, reason}')
  .description('print the calendar in force')
  .action(async (year: string, options: { json?: boolean }) => printCalendar(year, options.json === true))

try {
  await program.parseAsync()
  process.exit(0)
} catch (error) {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  process.exit(1)
}
