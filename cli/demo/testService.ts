import { Client, credentials } from '@grpc/grpc-js'
import { Connection } from '@temporalio/client'
import proto from '@temporalio/proto'

/** The clock of Temporal's test server. */
export interface TestService {
  now(): Promise<number>
  /** Resolves when everything that falls due within so many milliseconds has been handed out. */
  advance(ms: number): Promise<void>
  close(): void
}

/** IndexedValueType of temporal.api.enums.v1; unregistered attributes fail a workflow's task for ever. */
const attributeTypes = { DubanStage: 2, DubanCampaign: 3, DubanNextMoment: 6 }

/**
 * The test server ends connections that ping more often than every five minutes, and a call that moves time is lost
 * with its connection: the SDK's own environment, which pings every thirty seconds, hung after some minutes.
 */
const fewPings = { 'grpc.keepalive_time_ms': 3_600_000, 'grpc.keepalive_permit_without_calls': 0 }

export async function connectTestServer(address: string): Promise<TestService> {
  await registerAttributes(address)
  const client = new Client(address, credentials.createInsecure(), fewPings)
  const same = (bytes: Buffer): Buffer => bytes
  const service = proto.temporal.api.testservice.v1.TestService.create((method, request, callback) => {
    const path = `/temporal.api.testservice.v1.TestService/${method.name}`
    client.makeUnaryRequest(path, same, same, Buffer.from(request), (error, answer) =>
      callback(error, answer ?? null),
    )
  })
  return {
    async now() {
      const { time } = await service.getCurrentTime({})
      return Number(time?.seconds ?? 0) * 1000 + Math.floor((time?.nanos ?? 0) / 1e6)
    },
    async advance(ms) {
      const whole = Math.floor(ms / 1000)
      const nanos = Math.round((ms - whole * 1000) * 1e6)
      const duration = proto.temporal.api.testservice.v1.SleepRequest.fromObject({
        duration: { seconds: whole, nanos },
      })
      await service.unlockTimeSkippingWithSleep(duration)
    },
    close: () => client.close(),
  }
}

async function registerAttributes(address: string): Promise<void> {
  const connection = await Connection.connect({ address })
  await connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: attributeTypes,
  })
  await connection.close()
}
