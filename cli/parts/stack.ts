/** What has been started, so that it can be stopped in the reverse order, also when a later part fails. */
export class Stack {
  private readonly stops: (() => Promise<void>)[] = []

  add<T extends { stop(): Promise<void> }>(part: T): T {
    this.stops.push(() => part.stop())
    return part
  }

  onStop(stop: () => Promise<void>): void {
    this.stops.push(stop)
  }

  async unwind(): Promise<void> {
    for (let stop = this.stops.pop(); stop !== undefined; stop = this.stops.pop()) await stop()
  }
}
