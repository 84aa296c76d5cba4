import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const serviceSchema = z.looseObject({
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
})
const composeSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  configs: z.object({ roles: z.object({ content: z.string() }) }),
})

export type Compose = z.infer<typeof composeSchema>

/** docker-compose.yml as it stands, anchors merged. */
export function readCompose(): Compose {
  const parsed: unknown = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true })
  return composeSchema.parse(parsed)
}

/** A service's command, and its environment with the variables of `.env` filled in and the hosts of this machine. */
export function commandOf(
  compose: Compose,
  service: string,
  variables: Record<string, string>,
  hosts: Record<string, string>,
): { command: string; args: string[]; env: Record<string, string> } {
  const found = compose.services[service]
  const [command, ...args] = found?.command ?? []
  if (found === undefined || command === undefined) throw new Error(`no command for ${service}`)
  const env = Object.fromEntries(
    Object.entries(found.environment ?? {}).map(([name, value]) => {
      const filled = value.replaceAll(
        /\$\{(\w+)(?::([?-])([^}]*))?\}/g,
        (_whole, variable: string, _kind, otherwise: string | undefined) =>
          variables[variable] ?? otherwise ?? '',
      )
      return [name, Object.entries(hosts).reduce((text, [host, here]) => text.replaceAll(host, here), filled)]
    }),
  )
  return { command, args, env }
}

/** The statements by which the database's container makes roles and database, one by one. */
export function roleStatements(compose: Compose, password: string): string[] {
  const script = compose.configs.roles.content
  const body = script.slice(script.indexOf('<<SQL') + 5, script.lastIndexOf('SQL'))
  return body
    .replaceAll('$$POSTGRES_PASSWORD', password)
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
