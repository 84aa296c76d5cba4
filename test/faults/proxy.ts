import { createConnection, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What becomes of what passes: `pass`, `reset` (nobody is let in), `silent` (taken, and never answered: half open). */
export type LineMode = 'pass' | 'reset' | 'silent'

/** The line between two parts of the installation, which a test cuts, delays and silences. */
export interface Proxy {
  readonly port: number
  mode: LineMode
  /** Milliseconds that each piece waits, both ways. */
  delayMs: number
  /** Where new connections go. */
  target: number
  /** Resets every connection that is open. */
  cut(): void
  close(): Promise<void>
}

export async function startProxy(target: number, port = 0): Promise<Proxy> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  }
  const proxy: Omit<Proxy, 'port'> = {
    mode: 'pass',
    delayMs: 0,
    target,
    cut() {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    close() {
      this.cut()
      return new Promise((done) => server.close(() => done()))
    },
  }
  const server = createServer({ allowHalfOpen: false }, (near) => {
    keep(near)
    if (proxy.mode === 'reset') return near.resetAndDestroy()
    if (proxy.mode === 'silent') return near.resume()
    const far = createConnection({ host: '127.0.0.1', port: proxy.target })
    keep(far)
    carry(proxy, near, far)
    carry(proxy, far, near)
  })
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', done)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return Object.assign(proxy, { port: address.port })
}

/** Both ends go together, as hard as one of them went. */
function carry(proxy: Pick<Proxy, 'mode' | 'delayMs'>, from: Socket, to: Socket): void {
  let order: Promise<unknown> = Promise.resolve()
  from.on('data', (piece: Buffer) => {
    if (proxy.mode === 'silent') return
    if (proxy.delayMs === 0) return void to.write(piece)
    const ready = sleep(proxy.delayMs)
    order = order.then(() => ready).then(() => to.destroyed || to.write(piece))
  })
  from.once('end', () => void order.then(() => to.end()))
  from.once('close', (hadError) => {
    if (hadError) to.resetAndDestroy()
    else void order.then(() => to.end())
  })
}
