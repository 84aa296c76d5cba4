import { Problem } from '../../domain/problem.ts'

const MOST = 10
const FORGOTTEN_AFTER_MS = 15 * 60_000
/** Addresses that are kept in mind; the oldest makes room. */
const MOST_ADDRESSES = 10_000

/**
 * Wrong passwords by address, in real time and in this process: limits by client address do not stop somebody who has
 * many. Unknown addresses count like known ones, so that nothing is told by it.
 */
export class Guesses {
  readonly #wrong = new Map<string, { times: number; last: number }>()

  /** @throws Problem too-many-requests */
  require(address: string): void {
    if (this.#recent(address) >= MOST) throw new Problem('too-many-requests')
  }

  count(address: string): void {
    const times = this.#recent(address) + 1
    this.forget(address)
    this.#wrong.set(address, { times, last: performance.now() })
    const [oldest] = this.#wrong.keys()
    if (this.#wrong.size > MOST_ADDRESSES && oldest !== undefined) this.forget(oldest)
  }

  forget(address: string): void {
    this.#wrong.delete(address)
  }

  #recent(address: string): number {
    const found = this.#wrong.get(address)
    return found !== undefined && performance.now() - found.last < FORGOTTEN_AFTER_MS ? found.times : 0
  }
}
