import { createServer, type Server, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface TestServer {
  url: string
  close(): Promise<void>
}

/** A real SMTP server on a free port of this machine. */
export async function smtpServer(options: SMTPServerOptions): Promise<TestServer & { cutLines: () => void }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    ...options,
  })
  server.on('error', () => undefined)
  const sockets = new Set<Socket>()
  server.server.on('connection', (socket: Socket) => sockets.add(socket))
  const port = await listen(server.server)
  return {
    url: `smtp://127.0.0.1:${port}`,
    cutLines: () => sockets.forEach((socket) => socket.destroy()),
    close: () => new Promise((done) => server.close(() => done())),
  }
}

/** A server that says whatever a test wants: it is handed each line, and may answer or cut the line. */
export async function scriptedServer(
  answer: (line: string, socket: Socket, inData: boolean) => string | null,
  greeting = '220 test ESMTP',
): Promise<TestServer & { connections: () => number }> {
  let connections = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
    let rest = ''
    let inData = false
    socket.write(`${greeting}\r\n`)
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1')
      const lines = rest.split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const reply = answer(line, socket, inData)
        if (reply === null) continue
        inData = reply.startsWith('354')
        socket.write(`${reply}\r\n`)
      }
    })
  })
  const port = await listen(server)
  return {
    url: `smtp://127.0.0.1:${port}`,
    connections: () => connections,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((done) => server.close(() => done()))
    },
  }
}

/** What a polite server says to everything, so that a test only writes what differs. */
export function polite(line: string, inData: boolean): string | null {
  if (inData) return line === '.' ? '250 ok' : null
  return line.toUpperCase() === 'DATA' ? '354 go on' : '250 ok'
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', done)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
