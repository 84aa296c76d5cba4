import { expect, test } from 'vitest'
import { campaignUnder } from './faults.ts'

/**
 * The short form of `npm run faults`: real processes, killed with SIGKILL at their seams and at any moment, each
 * begun again. The long form compares with an undisturbed run as well; see docs/faults.md.
 */
test('whatever part is killed in mid-campaign, nothing that was answered is lost and no reminder is missing', async () => {
  const quietly = (): void => undefined
  const { outcome, result, most } = await campaignUnder(
    3,
    { form: 'tiny', seed: 2, units: 24 },
    'skipping',
    quietly,
  )
  const { kills, writes, extraMails, ...broken } = result
  expect(kills).toBe(3)
  expect(writes).toBeGreaterThan(20)
  expect(outcome.ledger.length).toBeGreaterThan(0)
  expect(broken).toEqual({ lost: 0, doubled: 0, missingReminders: 0, stuck: 0 })
  // At most one more copy of a mail for each crash.
  expect(most).toBeLessThanOrEqual(1 + kills)
  expect(extraMails).toBeLessThanOrEqual(kills * 100)
}, 240_000)
