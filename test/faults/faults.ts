import { differences, findMails, findStuck, findWrites, outcomeOf, type Outcome } from './checks.ts'
import { startInstallation, type InstallationOptions } from './installation.ts'
import { flood } from './flood.ts'
import { play, type PlayOptions } from './play.ts'
import { storyOf, type Form } from './city.ts'

export interface FaultsOptions {
  form: Form
  kills: number
  seed: number
  units: number
  /** Acknowledged writes of the flood; 0: none. */
  writes: number
  json?: boolean
}

/** What a run of faults came to; `npm run faults -- --json` prints it on its last line. */
export interface FaultsResult {
  kills: number
  /** Writes that were answered with 2xx. */
  writes: number
  /** Of those, not found, or found with another content. */
  lost: number
  doubled: number
  /** Reminders that ended in none of the promised ways, and mails called sent that nobody got. */
  missingReminders: number
  /** Second copies, with the Message-ID of the first. */
  extraMails: number
  /** What had not come to rest once everything was back. */
  stuck: number
  /** Whether the disturbed campaign ended as the undisturbed one of the same seed. */
  identical: boolean
}

/** Plays a campaign undisturbed and once more under kills, compares the two, then floods a third installation. */
export async function runFaults(options: FaultsOptions): Promise<FaultsResult> {
  const log = (line: string): void => {
    if (options.json !== true) console.error(`${new Date().toISOString().slice(11, 19)} ${line}`)
  }
  const calm = await campaignUnder(0, options, 'skipping', log)
  const disturbed = await campaignUnder(options.kills, options, 'skipping', log)
  const differing = differences(calm.outcome, disturbed.outcome)
  for (const line of differing.slice(0, 40)) log(line)
  const flooded = options.writes > 0 ? await flood({ ...options, log }) : null
  return {
    kills: disturbed.result.kills + (flooded?.kills ?? 0),
    writes: disturbed.result.writes + (flooded?.writes ?? 0),
    lost: calm.result.lost + disturbed.result.lost + (flooded?.lost ?? 0),
    doubled: calm.result.doubled + disturbed.result.doubled + (flooded?.doubled ?? 0),
    missingReminders: disturbed.result.missingReminders + (flooded?.missingReminders ?? 0),
    extraMails: disturbed.result.extraMails + (flooded?.extraMails ?? 0),
    stuck: disturbed.result.stuck + (flooded?.stuck ?? 0),
    identical: differing.length === 0 && disturbed.outcome.ledger.length > 0,
  }
}

export interface CampaignUnder {
  outcome: Outcome
  result: Omit<FaultsResult, 'identical'>
  /** How often somebody was killed at each seam. */
  struck: ReadonlyMap<string, number>
  /** The most copies of one mail. */
  most: number
}

/** One campaign on an installation of its own, under so many kills, and what the checks say afterwards. */
export async function campaignUnder(
  kills: number,
  options: Pick<PlayOptions, 'form' | 'seed' | 'units'>,
  temporal: InstallationOptions['temporal'],
  log: (line: string) => void,
): Promise<CampaignUnder> {
  const began = performance.now()
  const installation = await startInstallation({ temporal, at: storyOf(options.form).issuedAt, log })
  try {
    const played = await play(installation, { ...options, kills, log })
    const { owner } = installation
    const outcome = await outcomeOf(owner, played.campaignId)
    const writes = await findWrites(owner, played.acknowledged)
    const mails = await findMails(installation, outcome)
    const stuck = await findStuck(owner)
    for (const line of [...writes.lost, ...writes.doubled, ...mails.missing, ...stuck].slice(0, 40))
      log(`! ${line}`)
    if (kills > 0)
      log(`tries without an answer: ${JSON.stringify(Object.fromEntries(played.failed)).slice(0, 600)}`)
    if (kills > 0) log(`struck: ${JSON.stringify(Object.fromEntries([...played.storm.struck].sort()))}`)
    log(
      `${Math.round((performance.now() - began) / 1000)} s, ${outcome.ledger.length} reminders, ${outcome.decisions.length} items`,
    )
    return {
      outcome,
      struck: played.storm.struck,
      most: mails.most,
      result: {
        kills: played.storm.kills,
        writes: played.acknowledged.length,
        lost: writes.lost.length,
        doubled: writes.doubled.length,
        missingReminders: mails.missing.length,
        extraMails: mails.extra,
        stuck: stuck.length,
      },
    }
  } finally {
    await installation.stop()
  }
}
