import { createServer } from 'node:http'
import { register } from 'prom-client'

/** A worker by itself has no pages; its timings are shown on a port of their own, to this machine only. */
export async function showTimings(port: number): Promise<{ stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    void register.metrics().then((text) => {
      response.writeHead(200, { 'content-type': register.contentType }).end(text)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
