import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { freePort } from '../../cli/embedded/ports.ts'
import { generateFederation } from '../../domain/federation.ts'
import { treeFile } from '../../operations/tree/treeFile.ts'
import { listeningBelow, loopback } from '../support/sockets.ts'

/** `npm start` as a person runs it, in a folder and on ports of its own. */
let env: NodeJS.ProcessEnv
const home = mkdtempSync(join(tmpdir(), 'duban-home-'))

beforeAll(async () => {
  env = {
    ...process.env,
    DUBAN_HOME: join(home, 'data'),
    DUBAN_LANG: 'en',
    DUBAN_PORT: String(await freePort()),
    DUBAN_POSTGRES_PORT: String(await freePort()),
    DUBAN_TEMPORAL_PORT: String(await freePort()),
    DUBAN_TEMPORAL_UI_PORT: String(await freePort()),
    DUBAN_SMTP_PORT: String(await freePort()),
  }
  spawnSync('chmod', ['711', home])
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

interface Started {
  child: ChildProcess
  output(): string
  exit: Promise<number | null>
}

async function start(): Promise<Started> {
  const child = spawn(process.execPath, ['cli/bootstrap.mjs', 'start'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const keep = (chunk: Buffer): void => {
    text += chunk.toString()
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const started = { child, output: () => text, exit }
  await Promise.race([ready(started), exit])
  return started
}

async function ready(started: Started): Promise<void> {
  while (!started.output().includes('Ctrl-C stops it')) await pause(50)
}

/** What of this installation still runs: every process of it names its folder or a port of its own. */
function leftRunning(): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line.includes(join(home, 'data')) && !line.includes(' ps '))
}

const pageAt = async (path: string): Promise<number> =>
  (await fetch(`http://localhost:${env['DUBAN_PORT']}${path}`)).status

describe('npm start', { timeout: 180_000 }, () => {
  test('brings everything up, and Ctrl-C leaves nothing running', async () => {
    const { child, output, exit } = await start()
    expect(output()).toContain('/sign-in/')
    expect(await pageAt('/readyz')).toBe(200)
    expect(await pageAt('/sign-in')).toBe(200)
    expect(await pageAt('/mailbox')).toBe(200)
    child.kill('SIGINT')
    expect(await exit).toBe(0)
    expect(output()).toContain('All stopped.')
    expect(leftRunning()).toEqual([])
  })

  test.runIf(process.platform === 'linux')(
    'is reached from this machine only: no part of it listens on another address',
    async () => {
      const { child, exit } = await start()
      const sockets = listeningBelow(child.pid ?? 0)
      const ports = sockets.map(({ port }) => port)
      for (const name of ['', 'POSTGRES_', 'TEMPORAL_', 'TEMPORAL_UI_', 'SMTP_'])
        expect(ports, name).toContain(Number(env[`DUBAN_${name}PORT`]))
      expect(sockets.filter(({ address }) => !loopback.includes(address))).toEqual([])
      child.kill('SIGINT')
      expect(await exit).toBe(0)
    },
  )

  test('has its commands beside it: the tree comes in, nothing is amiss, no mail is held', async () => {
    const { child, exit } = await start()
    const file = join(home, 'tree.csv')
    writeFileSync(file, treeFile(generateFederation({ seed: 1, units: 20 })))
    const duban = (...args: string[]) =>
      spawnSync(process.execPath, ['cli/bootstrap.mjs', ...args], { env, encoding: 'utf8' })
    const imported = duban('import', file, '--from', '2026-01-01')
    expect(imported.status, imported.stderr).toBe(0)
    const examined = duban('doctor', '--json')
    const found = z.array(z.object({ code: z.string() })).parse(JSON.parse(examined.stdout))
    expect(found.filter(({ code }) => code !== 'year-not-announced')).toEqual([])
    expect(duban('release-mail').stdout).toContain('not held')
    child.kill('SIGINT')
    expect(await exit).toBe(0)
  })

  test('refuses a second one on the same folder, and a taken port, in one sentence each', async () => {
    const first = await start()
    const second = await start()
    expect(await second.exit).toBe(1)
    expect(second.output().trim().split('\n')).toHaveLength(1)
    expect(second.output()).toContain('DUBAN_HOME')
    const busy = env['DUBAN_PORT'] ?? ''
    const third = spawnSync(process.execPath, ['cli/bootstrap.mjs', 'start'], {
      env: { ...env, DUBAN_HOME: join(home, 'other') },
      encoding: 'utf8',
    })
    expect(third.status).toBe(1)
    expect(third.stderr).toContain(busy)
    expect(third.stderr).toContain('DUBAN_PORT')
    first.child.kill('SIGINT')
    await first.exit
  })

  test('killed hard, the next start cleans up and goes on with the same data', async () => {
    const killed = await start()
    const links = /sign-in\/(\S+)/.exec(killed.output())?.[1] ?? ''
    const { stdout } = spawnSync('pgrep', ['-P', String(killed.child.pid)], { encoding: 'utf8' })
    for (const pid of stdout.trim().split('\n')) process.kill(Number(pid), 'SIGKILL')
    killed.child.kill('SIGKILL')
    await killed.exit
    expect(leftRunning()).not.toEqual([])
    const next = await start()
    expect(await pageAt('/readyz')).toBe(200)
    expect(next.output()).not.toContain('schema updated')
    expect(await pageAt(`/sign-in/${links}`)).toBe(200)
    next.child.kill('SIGINT')
    expect(await next.exit).toBe(0)
    expect(leftRunning()).toEqual([])
  })
})

describe('duban calendar', () => {
  test('prints each day of a year as JSON, holidays and make-up days among them', () => {
    const { stdout } = spawnSync(process.execPath, ['cli/bootstrap.mjs', 'calendar', '2014', '--json'], {
      env: { ...env, DUBAN_HOME: join(home, 'fresh') },
      encoding: 'utf8',
    })
    const days: { date: string; working: boolean; reason: string }[] = JSON.parse(stdout)
    expect(days).toHaveLength(365)
    const on = (date: string) => days.find((day) => day.date === date)
    expect(on('2014-05-01')).toMatchObject({ working: false })
    expect(on('2014-05-04')).toMatchObject({ working: true })
  })

  test('says of a year whose holidays are not announced that they are not', () => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['cli/bootstrap.mjs', 'calendar', '2031', '--json'],
      {
        env: { ...env, DUBAN_HOME: join(home, 'fresh') },
        encoding: 'utf8',
      },
    )
    expect(JSON.parse(stdout)).toHaveLength(365)
    expect(stderr).toContain('not announced')
  })
})
