import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { randomFrom } from '../../domain/random.ts'
import { pick } from '../../cli/demo/pick.ts'
import { findMails, findStuck, findWrites, outcomeOf } from './checks.ts'
import { castCity, issueCity, storyOf, type CityUnit } from './city.ts'
import { apiClient, type Acknowledged } from './client.ts'
import { startInstallation } from './installation.ts'
import type { FaultsResult } from './faults.ts'
import { findRuns } from './runs.ts'
import { startStorm } from './storm.ts'

/** How many people write at once. */
const WRITERS = 8

/** Real milliseconds between two kills, on average. */
const BETWEEN_MS = 4000

/**
 * Units report, with files, again and again, while all parts are killed at random, the mail server is slow or puts mails
 * off, and Temporal's data are on disk.
 * Counts what was answered with 2xx and is not there once, and what is not at rest a minute after all are back.
 */
export async function flood(options: {
  writes: number
  seed: number
  log: (line: string) => void
}): Promise<Omit<FaultsResult, 'identical'>> {
  const { seed, log } = options
  const story = storyOf('short')
  const installation = await startInstallation({ temporal: 'durable', at: story.issuedAt, log })
  try {
    const issued = await issueCity(installation, story, { units: 120, seed })
    await installation.settled()
    const city = await castCity(installation, story, issued, seed)
    const client = apiClient(installation.baseUrl)
    const acknowledged: Acknowledged[] = []
    const writers = [...city.units.values()].filter(({ token }) => token !== null)
    const lanes = Array.from({ length: WRITERS }, (_, lane) =>
      writers.filter((_unit, index) => index % WRITERS === lane),
    )
    let turn = 0
    const laneOf = async (units: CityUnit[]): Promise<void> => {
      for (let n = 0; acknowledged.length < options.writes; n += 1) {
        const unit = units[n % units.length]
        const obligationId = city.obligations.get(`${unit?.unitId ?? 0}/1`)
        if (unit === undefined || obligationId === undefined) return
        turn += 1
        const key = `${seed}-flood-${unit.unitId}-${turn}`
        const content = Buffer.from(`${key}\n`.repeat(50))
        const file = await client.write({
          path: `/links/${unit.token}/obligations/${obligationId}/files`,
          key: `${key}-file`,
          body: { name: `${key}.txt`, content: content.toString('base64') },
          from: unit.unitId * 100 + (n % 100),
        })
        if (file.status === 200)
          acknowledged.push({
            kind: 'file',
            key,
            unitId: unit.unitId,
            subjectId: obligationId,
            body: file.body,
            sha256: createHash('sha256').update(content).digest('hex'),
          })
        const report = await client.write({
          path: `/links/${unit.token}/obligations/${obligationId}/report`,
          key,
          body: { text: key, submitterName: '经办人' },
          from: unit.unitId * 100 + (n % 100),
        })
        if (report.status === 200)
          acknowledged.push({
            kind: 'report',
            key,
            unitId: unit.unitId,
            subjectId: obligationId,
            body: report.body,
          })
      }
    }
    const storm = startStorm(installation, randomFrom(seed + 5))
    let over = false
    const writing = Promise.all(lanes.map(laneOf)).finally(() => {
      over = true
    })
    const luck = randomFrom(seed + 6)
    while (!over) {
      await sleep(luck() * 2 * BETWEEN_MS)
      installation.mailServer(
        pick(luck, [
          [{}, 4],
          [{ slowMs: 300 }, 3],
          [{ refuse: { code: 451, share: 0.3 } }, 3],
        ]),
      )
      if (!over) await storm.during(1, () => Promise.race([writing, sleep(2000)]))
      if (storm.kills % 10 === 0) log(`flood: ${acknowledged.length} writes, ${storm.kills} kills`)
    }
    await writing
    installation.mailServer({})
    await installation.allUp()
    const back = Date.now()
    await installation.settled()
    const seconds = (Date.now() - back) / 1000
    client.close()
    const { owner } = installation
    const outcome = await outcomeOf(owner, city.campaignId)
    const writes = await findWrites(owner, acknowledged)
    const mails = await findMails(installation, outcome)
    const stuck = [...(await findStuck(owner)), ...(await findRuns(installation))]
    if (seconds > 60) stuck.push(`at rest only after ${seconds} s`)
    for (const line of [...writes.lost, ...writes.doubled, ...mails.missing, ...stuck].slice(0, 40))
      log(`! ${line}`)
    log(
      `flood: at rest ${seconds.toFixed(1)} s after the last part was back; ${JSON.stringify(Object.fromEntries(client.failed)).slice(0, 600)}`,
    )
    return {
      kills: storm.kills,
      writes: acknowledged.length,
      lost: writes.lost.length,
      doubled: writes.doubled.length,
      missingReminders: mails.missing.length,
      extraMails: mails.extra,
      stuck: stuck.length,
    }
  } finally {
    await installation.stop()
  }
}
