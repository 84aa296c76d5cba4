import { createServer, type Socket } from 'node:net'

/** A mailbox that speaks as much IMAP as reading it needs, on this machine, for one user. */
export interface ImapServer {
  url: string
  /** Everything that was asked for, without its tag. */
  asked: string[]
  /** A mail comes in; who waits in IDLE is told. */
  deliver(raw: string): void
  /** Numbers the mails anew, as a mailbox that was restored does. */
  renumber(): void
  /** Cuts all lines; new ones may be made. */
  cut(): void
  close(): Promise<void>
}

const USER = 'duban@fl.example'
const PASSWORD = 'geheim & "quoted"'

export async function startImapServer(): Promise<ImapServer> {
  const mails: { uid: number; raw: Buffer }[] = []
  const sockets = new Set<Socket>()
  const idle = new Set<Socket>()
  /** How many mails each client knows of. */
  const known = new Map<Socket, number>()
  const asked: string[] = []
  let validity = 7
  let nextUid = 1

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => {
      sockets.delete(socket)
      idle.delete(socket)
    })
    socket.on('error', () => undefined)
    socket.write('* OK [CAPABILITY IMAP4rev1 IDLE ID] ready\r\n')
    let buffered = ''
    let idleTag = ''
    socket.on('data', (chunk) => {
      buffered += chunk.toString()
      for (let end = buffered.indexOf('\r\n'); end !== -1; end = buffered.indexOf('\r\n')) {
        const line = buffered.slice(0, end)
        buffered = buffered.slice(end + 2)
        if (line.toUpperCase() === 'DONE') {
          idle.delete(socket)
          socket.write(`${idleTag} OK idle ended\r\n`)
          continue
        }
        const [tag = '', ...rest] = line.split(' ')
        const command = rest.join(' ')
        asked.push(command)
        if (command.toUpperCase() === 'IDLE') {
          idleTag = tag
          idle.add(socket)
          socket.write('+ idling\r\n')
          tell(socket)
        } else answer(socket, tag, command)
      }
    })
  })

  function tell(socket: Socket): void {
    if (known.get(socket) === mails.length) return
    known.set(socket, mails.length)
    socket.write(`* ${mails.length} EXISTS\r\n`)
  }

  function answer(socket: Socket, tag: string, command: string): void {
    const upper = command.toUpperCase()
    const ok = (...lines: (string | Buffer)[]): void => {
      for (const line of lines) socket.write(line)
      socket.write(`${tag} OK done\r\n`)
    }
    if (upper.startsWith('LOGIN')) {
      const good = command.includes(USER) && command.includes(PASSWORD.replaceAll('"', '\\"'))
      socket.write(good ? `${tag} OK in\r\n` : `${tag} NO [AUTHENTICATIONFAILED] no\r\n`)
    } else if (upper === 'CAPABILITY') ok('* CAPABILITY IMAP4rev1 IDLE ID\r\n')
    else if (upper.startsWith('ID')) ok('* ID NIL\r\n')
    else if (upper.startsWith('LIST')) ok('* LIST () "/" INBOX\r\n')
    else if (upper.startsWith('EXAMINE')) {
      tell(socket)
      ok(`* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY ${validity}] v\r\n* OK [UIDNEXT ${nextUid}] n\r\n`)
    } else if (upper.startsWith('UID SEARCH')) {
      const from = Number(/UID (\d+):\*/i.exec(command)?.[1] ?? 1)
      const found = mails.filter(({ uid }) => uid >= from)
      const last = mails.at(-1)
      const uids = found.length === 0 && last !== undefined ? [last.uid] : found.map(({ uid }) => uid)
      ok(`* SEARCH${uids.map((uid) => ` ${uid}`).join('')}\r\n`)
    } else if (upper.startsWith('UID FETCH')) {
      const [, uid = '', most = ''] = /UID FETCH (\d+) .*<0\.(\d+)>/i.exec(command) ?? []
      const at = mails.findIndex((mail) => mail.uid === Number(uid))
      const raw = mails[at]?.raw.subarray(0, Number(most))
      if (raw === undefined) return ok()
      ok(`* ${at + 1} FETCH (UID ${uid} BODY[]<0> {${raw.length}}\r\n`, raw, ')\r\n')
    } else if (upper === 'LOGOUT') {
      ok('* BYE\r\n')
      socket.end()
    } else if (upper === 'NOOP') {
      tell(socket)
      ok()
    } else if (/^(NAMESPACE|ENABLE|CLOSE|UNSELECT|CHECK)/.test(upper)) ok()
    else socket.write(`${tag} BAD ${command}\r\n`)
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `imap://${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`,
    asked,
    deliver(raw) {
      mails.push({ uid: nextUid, raw: Buffer.from(raw) })
      nextUid += 1
      for (const socket of idle) tell(socket)
    },
    renumber() {
      validity += 1
    },
    cut() {
      for (const socket of sockets) socket.destroy()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
}
