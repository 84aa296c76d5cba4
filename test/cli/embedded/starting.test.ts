import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findChromium } from '../../../cli/embedded/chromium.ts'
import { dataFolder, lockDataFolder } from '../../../cli/embedded/dataFolder.ts'
import { configuredPort, freePort, requirePort } from '../../../cli/embedded/ports.ts'
import { readPostmasterFile } from '../../../cli/embedded/postgresCluster.ts'
import { gone, runningProcess, sendSignal } from '../../../cli/embedded/processes.ts'
import { startChild } from '../../../cli/embedded/supervise.ts'
import { StartError } from '../../../cli/embedded/startError.ts'
import { temporalTool } from '../../../cli/embedded/temporal.ts'
import { testServerTool } from '../../../cli/embedded/timeSkipping.ts'
import { unlessOutOfReach } from '../../../cli/embedded/tools.ts'
import { acceptWheel, downloadWheel } from '../../../cli/embedded/wheel.ts'
import { startEn } from '../../../messages/start.en.ts'
import { startLanguage, startMessage } from '../../../messages/start.ts'
import { startZh } from '../../../messages/start.zh.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duban-starting-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('messages', () => {
  test('both languages fill in the same facts', () => {
    const names = (text: string): string[] =>
      [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort()
    const zh: Record<string, string> = startZh
    for (const [key, text] of Object.entries(startEn)) expect(names(text), key).toEqual(names(zh[key] ?? ''))
  })

  test('Chinese unless the environment says English, and DUBAN_LANG outranks LANG', () => {
    expect(startLanguage({})).toBe('zh')
    expect(startLanguage({ LANG: 'C.UTF-8' })).toBe('zh')
    expect(startLanguage({ LANG: 'en_GB.UTF-8' })).toBe('en')
    expect(startLanguage({ LANG: 'en_GB.UTF-8', DUBAN_LANG: 'zh' })).toBe('zh')
  })
})

describe('ports', () => {
  test('a port that is taken is refused in one sentence that names the variable to change', async () => {
    const port = await freePort()
    const holder = createServer().listen(port, '127.0.0.1')
    const facts = { port, purpose: 'PostgreSQL', variable: 'DUBAN_POSTGRES_PORT' }
    await expect(requirePort('postgres', port)).rejects.toMatchObject({
      code: 'portTaken',
      message: startMessage('portTaken', facts),
    })
    await new Promise((resolve) => holder.close(resolve))
    await requirePort('postgres', port)
    expect(startMessage('portTaken', facts, 'en')).toMatch(`Port ${port} (PostgreSQL) is taken`)
  })

  test('the environment chooses, and what is no port is refused', () => {
    expect(configuredPort('web', {})).toBe(8080)
    expect(configuredPort('web', { DUBAN_PORT: '9000' })).toBe(9000)
    for (const value of ['0', '65536', '80a', '-1', '1e3']) {
      expect(() => configuredPort('web', { DUBAN_PORT: value })).toThrow(value)
    }
  })
})

describe('wheels', () => {
  const wheelFile = (): string => join(folder, 'tool-1.0-py3-none-any.whl')
  const platform = `${process.platform}-${process.arch}`
  const tool = (sha256: string) => ({
    executable: 'tool',
    wheel: 'tool',
    version: '1.0',
    sha256: { [platform]: sha256 },
  })

  test('one with another checksum is refused before anything of it is unpacked', async () => {
    writeFileSync(wheelFile(), 'not what was pinned')
    const expected = '0'.repeat(64)
    await expect(acceptWheel(wheelFile(), tool(expected), folder)).rejects.toMatchObject({
      code: 'checksumMismatch',
      facts: { expected },
    })
    expect(existsSync(join(folder, 'tool'))).toBe(false)
  })

  test('the pinned one gives its executable', async () => {
    const content = `#!/bin/sh\n${'echo hello\n'.repeat(100)}`
    const make = `import zipfile, sys
z = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)
z.writestr('tool-1.0.dist-info/WHEEL', 'x'); z.writestr('tool-1.0.data/scripts/tool', sys.argv[2]); z.close()`
    execFileSync('python3', ['-c', make, wheelFile(), content])
    const sum = execFileSync('sha256sum', [wheelFile()], { encoding: 'utf8' }).slice(0, 64)
    const place = await acceptWheel(wheelFile(), tool(sum), folder)
    expect(readFileSync(place, 'utf8')).toBe(content)
    expect(execFileSync(place, { encoding: 'utf8' })).toContain('hello')
  })

  test('no pip, and no wheel for this machine, are said in a sentence each', async () => {
    const path = process.env['PATH']
    process.env['PATH'] = folder
    try {
      await expect(downloadWheel(tool('0'.repeat(64)), folder)).rejects.toMatchObject({ code: 'noPip' })
    } finally {
      process.env['PATH'] = path
    }
    await expect(downloadWheel({ ...tool(''), sha256: {} }, folder)).rejects.toMatchObject({
      code: 'noWheel',
    })
  })
})

describe('what is downloaded outside of npm', () => {
  test('has a checksum for every machine that it is for', () => {
    for (const { wheel, version, sha256 } of [temporalTool, testServerTool]) {
      expect([wheel, version]).toEqual([expect.stringMatching(/./), expect.stringMatching(/^\d+\.\d+\.\d+$/)])
      expect(Object.keys(sha256).sort()).toEqual(['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'])
      for (const sum of Object.values(sha256)) expect(sum).toMatch(/^[0-9a-f]{64}$/)
    }
  })

  test('is replaced by something unpinned only where it cannot be had, never where it is another', () => {
    const another = StartError.of('checksumMismatch', { file: 'x', expected: 'a', actual: 'b' })
    expect(() => unlessOutOfReach(another)).toThrow(another)
    const noPip = StartError.of('noPip', { file: 'x' })
    expect(unlessOutOfReach(noPip)).toBe(noPip)
  })

  test('is looked for in two files of this program and nowhere else', () => {
    const downloads = execFileSync(
      'git',
      [
        'grep',
        '-lE',
        "pip', 'download|'download',|cached-download|https?\\.get\\(|downloadDir",
        '--',
        'cli',
        'worker',
        'api',
        'web',
        'mail',
        'db',
      ],
      { encoding: 'utf8' },
    )
    expect(downloads.trim().split('\n')).toEqual(['cli/embedded/sdkDownload.ts', 'cli/embedded/wheel.ts'])
  })
})

describe('the data folder', () => {
  test('DUBAN_HOME names it; it is made', () => {
    const home = join(folder, 'home')
    chmodSync(folder, 0o711)
    expect(dataFolder(folder, { DUBAN_HOME: home })).toEqual({
      folder: home,
      postgres: join(home, 'postgres'),
      temporal: join(home, 'temporal'),
    })
    expect(existsSync(home)).toBe(true)
  })

  test.runIf(process.getuid?.() === 0)(
    'root: one that the database cannot enter is refused or avoided',
    () => {
      // mkdtemp made the folder for its owner alone, as a home is
      expect(() => dataFolder('/', { DUBAN_HOME: join(folder, 'home') })).toThrow(join(folder, 'home'))
      const elsewhere = dataFolder(folder, {}).folder
      expect(elsewhere).toMatch(/^\/var\/lib\/duban\/duban-starting-.*-[0-9a-f]{8}$/)
      rmSync(elsewhere, { recursive: true })
    },
  )

  test('one that cannot be made is refused', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => dataFolder('/', { DUBAN_HOME: join(folder, 'file', 'home') })).toThrow(
      startMessage('folderNotWritable', { folder: join(folder, 'file', 'home'), detail: 'ENOTDIR' }),
    )
  })

  test('a second process is refused while the first lives, and not after it was killed', async () => {
    const script = `
      import { lockDataFolder } from './cli/embedded/dataFolder.ts'
      lockDataFolder(${JSON.stringify(folder)})
      console.log('locked')
      setInterval(() => undefined, 1000)`
    const first = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => first.stdout.once('data', resolve))
    expect(() => lockDataFolder(folder)).toThrow(startMessage('folderInUse', { folder, pid: first.pid! }))
    sendSignal(first.pid!, 'SIGKILL')
    await gone(first.pid!, 5000)
    const release = lockDataFolder(folder)
    expect(() => lockDataFolder(folder)).toThrow(String(process.pid))
    release()
    lockDataFolder(folder)()
  })
})

describe('children', () => {
  test('a parent ended by a signal stops its servers first', async () => {
    const args = ['--import', 'tsx', 'test/cli/embedded/startAndHang.ts', folder, String(await freePort())]
    const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => parent.stdout.once('data', resolve))
    const server = readPostmasterFile(join(folder, 'cluster'))!.pid
    expect(runningProcess(server)).not.toBeNull()
    sendSignal(parent.pid!, 'SIGTERM')
    expect(await new Promise((resolve) => parent.once('exit', resolve))).toBe(143)
    expect(runningProcess(server)).toBeNull()
  })

  test('one that will not stop is killed with its group', async () => {
    const script = `trap '' TERM; sleep 60 & echo $! > ${join(folder, 'grandchild')}; while true; do sleep 0.1; done`
    const logFile = join(folder, 'log')
    const child = await startChild({
      server: 'x',
      command: 'sh',
      args: ['-c', script],
      logFile,
      stopWithinMs: 200,
    })
    await child.ready(() => existsSync(join(folder, 'grandchild')), 5000)
    const grandchild = Number(readFileSync(join(folder, 'grandchild'), 'utf8'))
    await child.stop()
    expect(await gone(grandchild, 1000)).toBe(true)
    expect(await child.exited).toBeNull()
  })

  test('one that dies before it is ready is reported with its last line', async () => {
    const logFile = join(folder, 'log')
    const child = await startChild({
      server: 'x',
      command: 'sh',
      args: ['-c', 'echo first; echo why; exit 3'],
      logFile,
    })
    await expect(child.ready(() => false, 5000)).rejects.toMatchObject({
      code: 'serverDied',
      facts: { exit: 'exit 3', lastLine: 'why' },
    })
    await expect(
      startChild({ server: 'x', command: join(folder, 'none'), args: [], logFile }),
    ).rejects.toMatchObject({
      code: 'serverDied',
    })
  })
})

test('Chromium is taken from CHROMIUM_PATH, and a path that is no program is not replaced by another', () => {
  expect(findChromium({ CHROMIUM_PATH: process.execPath })).toBe(process.execPath)
  expect(findChromium({ CHROMIUM_PATH: join(folder, 'none'), PATH: process.env['PATH'] })).toBeNull()
})
