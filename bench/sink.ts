import { fork } from 'node:child_process'
import { once } from 'node:events'

export interface Sink {
  url: string
  stop(): void
}

/** @param delayMs how long each mail takes it */
export async function startSink(delayMs: number): Promise<Sink> {
  const child = fork('bench/sinkProcess.ts', [String(delayMs)], { execArgv: ['--import', 'tsx'] })
  const [port] = await once(child, 'message')
  return { url: `smtp://127.0.0.1:${String(port)}`, stop: () => child.kill() }
}
