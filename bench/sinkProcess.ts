import { SMTPServer } from 'smtp-server'

/** A mail server in a process of its own that takes every mail after so many milliseconds and keeps none. */
const delayMs = Number(process.argv[2] ?? 0)
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, _session, taken) {
    stream.resume()
    stream.on('end', () => setTimeout(taken, delayMs))
  },
})
server.listen(0, '127.0.0.1', () => {
  const address = server.server.address()
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0)
})
process.on('disconnect', () => process.exit())
