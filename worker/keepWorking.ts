import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Working {
  /** Lets running activities end. */
  stop(): Promise<void>
}

/** A worker that ended by itself is begun again after so long. */
const PAUSE_MS = 1000

/**
 * Runs a worker of Temporal's, and a new one on a new line where it ends by itself: an installation whose worker is
 * gone would take what people do and act on nothing.
 * @throws when the first cannot begin
 */
export async function keepWorking(options: {
  address: string
  worker: WorkerOptions
  onError: (error: unknown) => void
}): Promise<Working> {
  const stopping = new AbortController()
  let current = await begin(options.address, options.worker)
  const running = keep()

  async function keep(): Promise<void> {
    for (;;) {
      await current.ended.catch(options.onError)
      if (stopping.signal.aborted) return
      current = await beginAgain()
      if (stopping.signal.aborted) current.shutdown()
    }
  }

  async function beginAgain(): Promise<Run> {
    for (;;) {
      await sleep(PAUSE_MS)
      try {
        return await begin(options.address, options.worker)
      } catch (error) {
        options.onError(error)
      }
      if (stopping.signal.aborted) return none
    }
  }

  return {
    async stop() {
      stopping.abort()
      current.shutdown()
      await running
    },
  }
}

interface Run {
  ended: Promise<void>
  shutdown(): void
}

const none: Run = { ended: Promise.resolve(), shutdown: () => undefined }

async function begin(address: string, options: WorkerOptions): Promise<Run> {
  const connection = await NativeConnection.connect({ address })
  try {
    const worker = await Worker.create({ ...options, connection })
    return {
      ended: worker.run().finally(() => connection.close()),
      shutdown: () => {
        if (worker.getState() === 'RUNNING') worker.shutdown()
      },
    }
  } catch (error) {
    await connection.close()
    throw error
  }
}
