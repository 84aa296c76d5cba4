import { readFileSync } from 'node:fs'
import type { DeclaredRoute } from '../../api/security.ts'
import type { Things } from './estate.ts'

/** What is asked for, filled in with the things of one unit. */
export interface Wanted {
  method: string
  /** As it was declared, `/units/:unitId`. */
  route: string
  access: DeclaredRoute['access']
  /** Things that the address names; those of a body are not counted. */
  names: (keyof Things)[]
  request(things: Things): { url: string; json: unknown; form: Record<string, string> }
}

type Json = { [key: string]: Json } | Json[] | string | number | boolean | null
interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: Json[]
  const?: Json
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minItems?: number
  minLength?: number
  minimum?: number
  pattern?: string
  format?: string
  default?: Json
}
interface Operation {
  parameters?: { name: string; in: string }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

const openapi: {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
} = JSON.parse(readFileSync('api/openapi.json', 'utf8'))

/** `GET /api/v1/units/:id`, as routes are declared. */
export const operations: string[] = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
)

/** The thing that `:id` means, by the noun before it. */
const nouns: Record<string, keyof Things> = {
  'api-keys': 'keyId',
  notices: 'noticeId',
  campaigns: 'campaignId',
  reports: 'reportId',
  obligations: 'obligationId',
  units: 'unitId',
  accounts: 'accountId',
  contacts: 'contactId',
  'planned-changes': 'plannedId',
  appeals: 'appealId',
  bounces: 'bounceId',
}

/** Parameters and fields that name a thing, or that are the same for everybody. */
const named: Record<string, keyof Things> = {
  unitId: 'unitId',
  parentId: 'unitId',
  intoId: 'unitId',
  milestoneId: 'milestoneId',
  targetId: 'targetId',
  campaignId: 'campaignId',
  obligationId: 'obligationId',
  contactId: 'contactId',
  accountId: 'accountId',
  deputyId: 'accountId',
  reportId: 'reportId',
  itemId: 'itemId',
  appealId: 'appealId',
  plannedId: 'plannedId',
  messageId: 'messageId',
  fileId: 'fileId',
  token: 'token',
  docket: 'docket',
}
const fixed: Record<string, string> = {
  year: '2014',
  date: '2014-06-02',
  kind: 'reminder',
  language: 'zh-CN',
  file: 'obligations.csv',
  about: 'notice',
}
const lists: Record<string, keyof Things> = { unitIds: 'unitId', itemIds: 'itemId', units: 'unitId' }

/** What stands in fields of a body whose schema alone does not say what would be taken. */
const values: Record<string, Json> = {
  reason: '理由',
  dueOn: '2014-06-20',
  from: '2014-04-03',
  to: '2014-05-03',
  until: '2014-04-20',
  name: '新名',
  email: 'new@matrix.example',
  telephone: '0451-1',
  password: 'not her password',
  csv: 'code,parent,type,name,role,person,email,telephone,language\n',
  content: 'aGFsbG8=',
  zone: 'Asia/Shanghai',
  version: null,
  mark: 'x',
  body: '正文',
  role: 'leader',
  start: '08:30',
  end: '17:30',
  times: ['09:00', '14:00'],
}

/** @throws Error naming a parameter that has no fixture */
export function wantedOf({ method, url, access }: DeclaredRoute): Wanted {
  const parameters = [...url.matchAll(/([\w-]+)?\/:(\w+)/g)].map(([, noun = '', name = '']) => ({
    noun,
    name,
  }))
  const names: (keyof Things)[] = []
  for (const { noun, name } of parameters) {
    const thing = thingOf(url, noun, name)
    if (thing !== null) names.push(thing)
    else if (fixed[name] === undefined) throw new Error(`no fixture for :${name} of ${method} ${url}`)
  }
  const operation = openapi.paths[url.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
  return {
    method,
    route: url,
    access,
    names,
    request(things) {
      const filled = url.replaceAll(/([\w-]+)?\/:(\w+)/g, (_all, noun: string | undefined, name: string) => {
        const thing = thingOf(url, noun ?? '', name)
        return `${noun ?? ''}/${thing === null ? (fixed[name] ?? '') : things[thing]}`
      })
      const query = (operation?.parameters ?? []).filter(
        (one) => one.in === 'query' && named[one.name] !== undefined,
      )
      const asked = query.map(({ name }) => `${name}=${String(things[named[name] ?? 'unitId'])}`).join('&')
      const schema = operation?.requestBody?.content['application/json']?.schema
      return {
        url: asked === '' ? filled : `${filled}?${asked}`,
        json: schema === undefined ? undefined : sample(schema, '', things, `${method} ${url}`),
        form: formOf(things, url),
      }
    },
  }
}

function thingOf(url: string, noun: string, name: string): keyof Things | null {
  if (url.startsWith('/notices/:id/mail') && name === 'unitId') return 'recipientId'
  if (name === 'fileId' && url.startsWith('/notices')) return 'noticeFileId'
  if (name === 'id') return nouns[noun] ?? null
  return named[name] ?? null
}

/** A value that the schema takes; numbers that name something name a thing of the unit. */
function sample(given: Schema, name: string, things: Things, where: string): Json {
  const schema = resolved(given)
  if (schema.const !== undefined) return schema.const
  const thing = named[name]
  const value = values[name]
  if (value !== undefined) return value
  if (thing !== undefined && isNumber(schema)) return Number(things[thing])
  const [first] = schema.anyOf ?? schema.oneOf ?? []
  if (first !== undefined) return sample(first, name, things, where)
  if (schema.enum !== undefined) return schema.enum[0] ?? null
  switch ([schema.type].flat()[0] ?? 'null') {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [
          key,
          sample(schema.properties?.[key] ?? {}, key, things, where),
        ]),
      )
    case 'array': {
      const list = lists[name]
      return list === undefined ? [] : [Number(things[list])]
    }
    case 'boolean':
      return false
    case 'integer':
    case 'number':
      if (name.endsWith('Id')) throw new Error(`no fixture for ${name} of ${where}`)
      return Math.max(1, schema.minimum ?? 1)
    case 'string':
      return schema.format === 'date' ? '2014-06-20' : 'x'.repeat(Math.max(1, schema.minLength ?? 1))
    default:
      return null
  }
}

function isNumber(schema: Schema): boolean {
  const types = [schema.type, ...(schema.anyOf ?? []).map(({ type }) => type)].flat()
  return types.includes('integer') || types.includes('number')
}

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : (openapi.components.schemas[name] ?? {})
}

/** Fields that pages' forms have, all at once: a form reads those that it knows. */
function formOf(things: Things, url: string): Record<string, string> {
  return {
    reason: '理由',
    dueOn: '2014-06-20',
    from: '2014-04-03',
    to: '2014-05-03',
    name: '新名',
    email: 'new@matrix.example',
    telephone: '0451-1',
    language: 'zh-CN',
    role: 'supervisor',
    via: 'telephone',
    text: '已开展。',
    submitterName: '王某',
    obligationId: String(things.obligationId),
    item: String(things.itemId),
    kind: url.includes('/act') ? 'chase' : 'acknowledge',
    unit: String(things.unitId),
    scope: 'chosen',
    answer: 'declined',
    parentId: things.code,
    intoId: things.code,
    code: things.code,
    form: 'resume',
    as: 'sent',
    do: 'save',
    version: '1',
    remove: String(things.fileId),
    chasedAt: '2014-04-03T01:30:00.000Z',
    days: '30',
    access: 'read',
    once: 'matrix-form',
    deputy: '',
    year: '2014',
    date: '2014-06-02',
    working: 'yes',
    zone: 'Asia/Shanghai',
    hoursStart: '08:30',
    hoursEnd: '17:30',
    times: '09:00 14:00',
    windowStart: '08:00',
    windowEnd: '20:00',
    retentionMonths: '',
    units: things.code,
    about: 'notice',
  }
}
