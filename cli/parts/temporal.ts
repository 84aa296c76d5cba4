import { startMessage } from '../../messages/start.ts'
import { searchAttributes } from '../../workflows/names.ts'
import type { Config } from '../config.ts'
import { configuredPort } from '../embedded/ports.ts'
import { StartError } from '../embedded/startError.ts'
import { startTemporal } from '../embedded/temporal.ts'
import { namespaceAnswers } from '../embedded/temporalReady.ts'

export interface TemporalPart {
  address: string
  namespace: string
  uiUrl: string | null
  exited: Promise<number | null> | null
  stop(): Promise<void>
}

/** Uses TEMPORAL_ADDRESS, or starts the development server with its data in the folder. */
export async function startTemporalPart(
  config: Config,
  folder: string,
  log: (line: string) => void,
): Promise<TemporalPart> {
  const namespace = config.TEMPORAL_NAMESPACE
  const address = config.TEMPORAL_ADDRESS
  if (address !== undefined) {
    if (!(await namespaceAnswers(address, Object.keys(searchAttributes), namespace))) {
      throw StartError.of('temporalUnreachable', { address, detail: namespace })
    }
    return { address, namespace, uiUrl: null, exited: null, stop: () => Promise.resolve() }
  }
  log(startMessage('startingPart', { part: 'Temporal' }))
  const server = await startTemporal({
    dataDir: folder,
    port: configuredPort('temporal'),
    uiPort: configuredPort('temporalUi'),
    log,
  })
  return { ...server, namespace: 'default' }
}
