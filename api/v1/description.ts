import type { SwaggerTransform, SwaggerTransformObject } from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { flows, type Flow } from './flows.ts'

/** A route as the OpenAPI file describes it: by its schemas, with a name, who comes in, and where its answer leads. */
export const describeRoute: SwaggerTransform = (route) => {
  const { schema, url } = jsonSchemaTransform(route)
  if (schema.hide === true) return { schema, url }
  const operationId = operationIdOf(String(route.route.method), url)
  const access = route.route.config?.access
  const open = access === 'public' || access === 'link'
  return {
    schema: {
      ...schema,
      operationId,
      security: open ? [] : [{ session: [] }],
      ...(route.route.method === 'GET' ? { response: withTag(schema.response) } : {}),
      ...linksOf(operationId),
    },
    url,
  }
}

const tag = { type: 'string', description: 'Goes along as If-Match with a change of what was answered here' }

function withTag(response: unknown): unknown {
  if (typeof response !== 'object' || response === null || !('200' in response)) return response
  const answer = response['200']
  return { ...response, 200: { ...(typeof answer === 'object' ? answer : {}), headers: { ETag: tag } } }
}

export const describeAll: SwaggerTransformObject = jsonSchemaTransformObject

/** `POST /api/v1/notices/:id/issue` is `postNoticesByIdIssue`. */
export function operationIdOf(method: string, url: string): string {
  const parts = url.replace(/^\/api\/v1/, '').split(/[/-]/)
  const words = parts.filter((part) => part !== '').map((part) => capital(part.replace(/^:/, 'by-')))
  return `${method.toLowerCase()}${words.join('')}`
}

const capital = (text: string): string =>
  text
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

function linksOf(operationId: string): object {
  const leading = flows.filter(({ from }) => from === operationId)
  if (leading.length === 0) return {}
  return { links: { 200: Object.fromEntries(leading.map((flow) => [flow.to, linkOf(flow)])) } }
}

function linkOf({ to, parameters }: Flow): object {
  return { operationId: to, parameters }
}
