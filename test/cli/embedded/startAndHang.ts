import { startPostgres } from '../../../cli/embedded/postgres.ts'

/** A process to be killed by a test: starts a server, prints the owner's connection string, and stays. */
const [dataDir = '', port = ''] = process.argv.slice(2)
const postgres = await startPostgres({ dataDir, port: Number(port), log: () => undefined, fast: true })
console.log(postgres.url('duban_owner'))
await postgres.exited
