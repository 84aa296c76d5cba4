import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { freePort } from '../../../cli/embedded/ports.ts'
import { startPostgres } from '../../../cli/embedded/postgres.ts'
import { readPostmasterFile } from '../../../cli/embedded/postgresCluster.ts'
import { roles } from '../../../cli/embedded/postgresRoles.ts'
import { runningProcess, sendSignal, terminate } from '../../../cli/embedded/processes.ts'
import { templateDatabase } from '../../template.ts'
import { testUrl } from '../../postgresUrls.ts'

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port }, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

describe('the server of the test run', () => {
  const urls = inject('postgresUrls')

  test.each(roles)('%s logs in, and is neither a superuser nor above row-level security', async (role) => {
    const [row] = await ask(
      testUrl(urls, role, 'duban'),
      'select current_user as me, rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user',
    )
    expect(row).toEqual({ me: role, rolsuper: false, rolbypassrls: false, rolcreaterole: false })
  })

  test('a wrong password is refused', async () => {
    const wrong = { ...urls, passwords: { ...urls.passwords, duban_api: 'guess' } }
    await expect(ask(testUrl(wrong, 'duban_api', 'duban'), 'select 1')).rejects.toThrow(/password/)
  })

  test('both databases belong to the owner and hold the extensions', async () => {
    for (const database of ['duban', templateDatabase]) {
      const rows = await ask(
        testUrl(urls, 'duban_owner', database),
        `select (select string_agg(extname, ' ' order by extname) from pg_extension where extname <> 'plpgsql') as extensions,
                pg_get_userbyid(datdba) as owner from pg_database where datname = current_database()`,
      )
      expect(rows).toEqual([{ extensions: 'btree_gist pg_trgm', owner: 'duban_owner' }])
    }
  })

  test('text is UTF-8, trigrams see Chinese, and names sort by pinyin', async () => {
    const [row] = await ask(
      testUrl(urls, 'duban_owner', 'duban'),
      `select current_setting('server_encoding') as encoding, show_trgm('督办') <> '{}' as trigrams,
              (select string_agg(name, '' order by name collate "zh-x-icu") from unnest(array['赵','安','马']) name) as sorted`,
    )
    expect(row).toEqual({ encoding: 'UTF8', trigrams: true, sorted: '安马赵' })
  })

  test('only the loopback address listens', async () => {
    const outer = Object.values(networkInterfaces())
      .flat()
      .find((address) => address && !address.internal && address.family === 'IPv4')
    expect(await connects('127.0.0.1', urls.port)).toBe(true)
    if (outer) expect(await connects(outer.address, urls.port)).toBe(false)
    const [row] = await ask(urls.superuserUrl, `select current_setting('listen_addresses') as listen`)
    expect(row).toEqual({ listen: '127.0.0.1' })
  })
})

describe('a server of its own', () => {
  let dataDir = ''
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'duban-postgres-'))
  })
  afterEach(async () => {
    const file = readPostmasterFile(join(dataDir, 'cluster'))
    if (file) await terminate(file.pid, ['SIGINT', 'SIGQUIT'], 5000)
    rmSync(dataDir, { recursive: true, force: true })
  })
  const start = async (lines: string[] = []) =>
    startPostgres({ dataDir, port: await freePort(), log: (line) => lines.push(line), fast: true })

  test('a second start keeps the data, and stop leaves no process', async () => {
    const first = await start()
    await ask(first.url('duban_owner'), 'create table kept as select 42 as answer')
    const { pid } = readPostmasterFile(join(dataDir, 'cluster'))!
    await first.stop()
    expect(runningProcess(pid)).toBeNull()
    expect(statSync(join(dataDir, 'passwords.json')).mode & 0o777).toBe(0o600)

    const second = await start()
    expect(second.passwords).toEqual(first.passwords)
    expect(await ask(second.url('duban_owner'), 'select answer from kept')).toEqual([{ answer: 42 }])
    await second.stop()
  })

  test('the server that a killed process left is ended, and nothing committed is lost', async () => {
    const port = await freePort()
    const parent = spawn(
      process.execPath,
      ['--import', 'tsx', 'test/cli/embedded/startAndHang.ts', dataDir, String(port)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const url = await new Promise<string>((resolve) =>
      parent.stdout.once('data', (line) => resolve(String(line).trim())),
    )
    await ask(url, 'create table kept as select 42 as answer')
    const orphan = readPostmasterFile(join(dataDir, 'cluster'))!.pid
    sendSignal(parent.pid!, 'SIGKILL')
    await new Promise((resolve) => parent.once('exit', resolve))
    expect(runningProcess(orphan)).not.toBeNull()

    const lines: string[] = []
    const next = await startPostgres({ dataDir, port, log: (line) => lines.push(line), fast: true })
    expect(runningProcess(orphan)).toBeNull()
    expect(lines.join()).toContain(String(orphan))
    expect(await ask(next.url('duban_owner'), 'select answer from kept')).toEqual([{ answer: 42 }])
    await next.stop()
  })

  test('a stale pid file that names some other living process is no obstacle, and that process lives on', async () => {
    const first = await start()
    await first.stop()
    writeFileSync(join(dataDir, 'cluster', 'postmaster.pid'), `${process.ppid}\n`)
    const second = await start()
    await second.stop()
    expect(runningProcess(process.ppid)).not.toBeNull()
  })

  test('a folder of another PostgreSQL is refused', async () => {
    const first = await start()
    await first.stop()
    writeFileSync(join(dataDir, 'cluster', 'PG_VERSION'), '14\n')
    await expect(start()).rejects.toMatchObject({
      code: 'otherPostgresVersion',
      facts: { found: '14', bundled: '18' },
    })
  })

  test('a server that cannot start says why with the last line of its log', async () => {
    const first = await start()
    await first.stop()
    const conf = join(dataDir, 'cluster', 'postgresql.conf')
    writeFileSync(conf, `${readFileSync(conf, 'utf8')}\nno_such_setting = 1\n`)
    await expect(start()).rejects.toMatchObject({
      code: 'serverDied',
      facts: { lastLine: expect.stringMatching(/configuration file .* contains errors/) },
    })
  })
})
