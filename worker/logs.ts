import { DefaultLogger, Runtime } from '@temporalio/worker'

/** Temporal's SDK tells of each change of a worker's state; only warnings are worth a line. */
export const quietLogger = new DefaultLogger('WARN')

let installed = false

/** Once per process, before the first connection; asked again, it does nothing. */
export function quietTemporal(): void {
  if (installed) return
  installed = true
  Runtime.install({
    logger: quietLogger,
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
    shutdownSignals: [],
  })
}
