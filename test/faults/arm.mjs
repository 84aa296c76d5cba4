/** Preloaded into each part; the threads that a part starts are not told of it. */
import { isMainThread } from 'node:worker_threads'

if (isMainThread) await import('./arm.ts')
