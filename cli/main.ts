import { Command } from 'commander'
import { printCalendar } from './calendar.ts'
import { StartError } from './embedded/startError.ts'

const program = new Command('duban').description('督办: notices that get answered')

program
  .command('start', { isDefault: true })
  .description('start everything and stay until Ctrl-C')
  .action(async () => {
    const { start } = await import('./start.ts')
    await start()
  })

program
  .command('calendar')
  .argument('<year>')
  .option('--json', 'as an array of {date, working, reason}')
  .description('print the calendar in force')
  .action(async (year: string, options: { json?: boolean }) => printCalendar(year, options.json === true))

for (const part of ['migrate', 'worker', 'api'] as const) {
  program
    .command(part)
    .description(
      {
        migrate: 'bring DATABASE_URL up to date',
        worker: 'run the worker alone',
        api: 'run pages and API alone',
      }[part],
    )
    .action(async () => {
      const parts = await import('./serve.ts')
      await parts[part]()
    })
}

program
  .command('import')
  .argument('<file>', 'a tree as CSV')
  .requiredOption('--from <date>', 'the day from which it holds')
  .option('--dry-run', 'say what it would do, and do nothing')
  .action(async (file: string, options: { from: string; dryRun?: boolean }) => {
    const { importFile } = await import('./serve.ts')
    const stored = await importFile(file, { from: options.from, dryRun: options.dryRun === true })
    if (!stored) process.exitCode = 1
  })

program
  .command('parse')
  .argument('<file...>', 'a circular and its annexes: DOCX, DOC, PDF with text, plain text')
  .option('--json', 'the draft as one JSON object; spans are [start, end) in its "text"')
  .description('read a circular into the draft of a campaign')
  .addHelpText(
    'after',
    `
Kinds of a milestone's deadline: dated (a day, or a time of a day), windowed (a stretch, due at its end), open (in good
time), none (nothing said of when), recurring (again and again), relative (so long after something). Where no day can be
known, "due" is null. What the text leaves open is in "questions", what it lacks in "missing"; see docs/circulars.md.`,
  )
  .action(async (files: string[], options: { json?: boolean }) => {
    const { parseFiles } = await import('./parse.ts')
    await parseFiles(files, options.json === true)
  })

program
  .command('backup')
  .argument('<file>', 'a new file')
  .description('write all facts into one sealed file; the installation runs on')
  .action(async (file: string) => {
    const { backup } = await import('./backup/index.ts')
    await backup(file)
  })

program
  .command('restore')
  .argument('<file>', 'a backup')
  .option('--check', 'only say whether it is whole')
  .option('--replace', 'even where the database holds units or notices: they are lost')
  .description('put a backup into the database; mails are held until they are released')
  .action(async (file: string, options: { check?: boolean; replace?: boolean }) => {
    const { restore } = await import('./backup/index.ts')
    await restore(file, { check: options.check === true, replace: options.replace === true })
  })

program
  .command('release-mail')
  .option('--all', 'send what was waiting in the backup too, where it is still due')
  .description('let mails go again after a restore')
  .action(async (options: { all?: boolean }) => {
    const { releaseMail } = await import('./backup/releaseMail.ts')
    await releaseMail(options.all === true)
  })

program
  .command('doctor')
  .option('--repair', 'mend what follows from the facts')
  .option('--json', 'as an array of {code, n, mends}')
  .description('compare the facts with one another and with the workflows that should run')
  .action(async (options: { repair?: boolean; json?: boolean }) => {
    const { doctor } = await import('./doctor.ts')
    const well = await doctor({ repair: options.repair === true, json: options.json === true })
    if (!well) process.exitCode = 1
  })

program
  .command('openapi')
  .description('write api/openapi.json from the routes')
  .action(async () => {
    const { writeOpenapi } = await import('./openapi.ts')
    await writeOpenapi()
  })

program
  .command('demo')
  .description("play a city's whole campaign on skipped time")
  .option('--units <n>', 'a smaller federation', Number)
  .option('--seed <n>', 'who answers when', Number, 1)
  .option('--until <date>', 'stop on a day of 2014, with the campaign still running')
  .option('--json', 'print the summary on the last line and exit')
  .action(async (options: { units?: number; seed: number; until?: string; json?: boolean }) => {
    const { demo } = await import('./demo/index.ts')
    await demo({
      units: options.units ?? null,
      seed: options.seed,
      until: options.until ?? null,
      json: options.json === true,
    })
  })

try {
  await program.parseAsync()
  process.exit(process.exitCode ?? 0)
} catch (error) {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  process.exit(1)
}
