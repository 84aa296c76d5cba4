import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../../domain/random.ts'
import { pick } from '../../cli/demo/pick.ts'
import { partNames, type Installation, type PartName } from './installation.ts'
import { faultPoints, type FaultPlan } from './points.ts'

export type Victim = PartName | 'all'

/** Kills, at the seams and at random moments, and remembers where it struck. */
export interface Storm {
  kills: number
  /** How often somebody was killed at each seam: `point victim`. */
  struck: Map<string, number>
  /** Does the work while so many kills come down. */
  during<T>(kills: number, work: () => Promise<T>): Promise<T>
}

/** A seam that is not reached within this time is not waited for: the kill comes at a moment of its own. */
const LONGEST_WAIT_MS = 1500

export function startStorm(installation: Installation, random: Random): Storm {
  let planned = 0
  const storm: Storm = { kills: 0, struck: new Map(), during }

  async function during<T>(kills: number, work: () => Promise<T>): Promise<T> {
    const working = work()
    let over = false
    const watched = working.finally(() => {
      over = true
    })
    watched.catch(() => undefined)
    for (let n = 0; n < kills; n += 1) await strike(() => over)
    const result = await watched
    if (kills > 0) await installation.allUp()
    return result
  }

  async function strike(over: () => boolean): Promise<void> {
    if (random() < 0.8) await installation.allUp()
    const victim = pick(random, [
      ['worker', 30],
      ['api', 18],
      ['postgres', 16],
      ['temporal', 14],
      ['smtp', 10],
      ['all', 12],
    ] as const)
    if (victim !== 'all') await installation.parts[victim].up()
    const where = random() < 0.75 ? await atSeam(victim, over) : await atMoment(victim)
    storm.kills += 1
    const key = `${where} ${victim}`
    storm.struck.set(key, (storm.struck.get(key) ?? 0) + 1)
  }

  async function atSeam(victim: Victim, over: () => boolean): Promise<string> {
    planned += 1
    const file = join(installation.folder, `struck-${planned}`)
    const plan: FaultPlan = { chances: chances(victim), victims: pids(victim), file }
    const hosts = [installation.parts.worker, installation.parts.api]
    for (const host of hosts) host.tell({ plan })
    for (const end = Date.now() + LONGEST_WAIT_MS; Date.now() < end && !over();) {
      await sleep(15)
      const point = struckAt(file)
      if (point !== null) {
        await disarm()
        return point
      }
    }
    await disarm()
    return struckAt(file) ?? atMoment(victim)
  }

  async function disarm(): Promise<void> {
    for (const host of [installation.parts.worker, installation.parts.api]) host.tell({ plan: null })
    await sleep(15)
  }

  function struckAt(file: string): string | null {
    const point = existsSync(file) ? readFileSync(file, 'utf8') : ''
    return point === '' ? null : point
  }

  async function atMoment(victim: Victim): Promise<string> {
    await sleep(random() * 300)
    for (const pid of pids(victim)) end(pid)
    return 'any-moment'
  }

  /** Seams that were struck often are struck less often from then on, so that the rare ones have their turn. */
  function chances(victim: Victim): Record<string, number> {
    return Object.fromEntries(
      faultPoints.map((point) => [point, 0.9 / (1 + 4 * (storm.struck.get(`${point} ${victim}`) ?? 0))]),
    )
  }

  function pids(victim: Victim): number[] {
    const names = victim === 'all' ? partNames : [victim]
    return names.flatMap((name) => installation.parts[name].pid ?? [])
  }

  return storm
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // gone already
  }
}
