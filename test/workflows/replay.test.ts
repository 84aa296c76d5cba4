import proto from '@temporalio/proto'
import { Worker } from '@temporalio/worker'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, inject, test } from 'vitest'
import { quietTemporal } from '../../worker/logs.ts'

/**
 * Histories of runs that earlier versions began: today's workflows must be able to go on with them. After a change
 * that is meant to be incompatible, add a patch to the workflow rather than record anew.
 */
const files = readdirSync('test/histories').filter((name) => name.endsWith('.binpb'))

test('there are histories of every workflow to replay', () => {
  const kinds = new Set(files.map((name) => name.split('-')[0]))
  expect(kinds).toEqual(new Set(['campaign', 'escalation', 'delivery']))
})

test.each(files)('%s replays', async (name) => {
  quietTemporal()
  const history = proto.temporal.api.history.v1.History.decode(readFileSync(`test/histories/${name}`))
  await Worker.runReplayHistory(
    { workflowBundle: inject('workflowBundle') },
    history,
    name.replace('.json', ''),
  )
})
