import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const home = mkdtempSync(join(tmpdir(), 'duban-demo-'))
spawnSync('chmod', ['711', home])
afterAll(() => rmSync(home, { recursive: true, force: true }))

test(
  'a demo for scripts prints its summary as one JSON object on the last line, and exits',
  { timeout: 240_000 },
  () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['cli/bootstrap.mjs', 'demo', '--units', '20', '--seed', '7', '--json'],
      { env: { ...process.env, DUBAN_HOME: join(home, 'data') }, encoding: 'utf8', timeout: 230_000 },
    )
    expect(status, stderr).toBe(0)
    const summary = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
    expect(Object.keys(summary)).toEqual([
      'units',
      'acknowledged',
      'onTime',
      'late',
      'complete',
      'waived',
      'mails',
      'escalations',
      'historyEvents',
      'seconds',
    ])
    expect(summary.units).toBe(19)
    expect(summary.onTime + summary.late).toBeGreaterThan(0)
    expect(Object.keys(summary.historyEvents)).toEqual(['campaign', 'dockets', 'delivery'])
  },
)
