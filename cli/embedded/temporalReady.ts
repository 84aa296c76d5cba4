import { createConnection } from 'node:net'
import { Connection } from '@temporalio/client'

/**
 * Whether a Temporal server answers for the namespace and knows these search attributes, which the development
 * server registers a moment after it begins to answer. False for whatever reason it doesn't; never throws.
 */
export async function namespaceAnswers(
  address: string,
  attributes: string[],
  namespace = 'default',
): Promise<boolean> {
  if (!(await listens(address))) return false
  let connection: Connection | undefined
  try {
    connection = await Connection.connect({ address, connectTimeout: 1000 })
    const open = connection
    return await open.withDeadline(Date.now() + 2000, async () => {
      await open.workflowService.describeNamespace({ namespace })
      if (attributes.length === 0) return true
      const { customAttributes } = await open.operatorService.listSearchAttributes({ namespace })
      return attributes.every((name) => name in customAttributes)
    })
  } catch {
    return false
  } finally {
    await connection?.close()
  }
}

/** Whether any Temporal service answers, such as the test server, which has no namespaces to describe. */
export async function serviceAnswers(address: string): Promise<boolean> {
  if (!(await listens(address))) return false
  try {
    const connection = await Connection.connect({ address, connectTimeout: 1000 })
    await connection.close()
    return true
  } catch {
    return false
  }
}

/** Asked first, because gRPC waits a second before it tries a refused connection again. */
function listens(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(':')
  return new Promise((resolve) => {
    const socket = createConnection({ host, port: Number(port) }, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
