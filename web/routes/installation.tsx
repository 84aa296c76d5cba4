import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { loadInstallation } from '../../db/queries/workingTime.ts'
import { installationSchema, type Installation } from '../../domain/installation.ts'
import { Problem } from '../../domain/problem.ts'
import { changeInstallation } from '../../operations/installation/changeInstallation.ts'
import { perform } from '../../operations/perform.ts'
import { administrating } from '../access.ts'
import { desk, requirePerson, submit } from '../answer.tsx'
import type { WebDependencies } from '../deps.ts'
import { parseAddress, type Form } from '../forms.ts'
import { InstallationPage } from '../pages/installation/InstallationPage.tsx'

const guarded = { config: { access: administrating } }

export function installationRoutes(app: FastifyInstance, deps: WebDependencies): void {
  app.get('/installation', guarded, (request, reply) => show(deps, request, reply))
  app.post('/installation', guarded, (request, reply) =>
    submit(
      reply,
      async () => {
        const { form } = request
        const wanted = installationOf(form)
        await perform(
          deps.db,
          requirePerson(request),
          (op) => changeInstallation(op, { was: form.one('was'), wanted }),
          request.id,
        )
        return '/installation?done=1'
      },
      (refused) => show(deps, request, reply, refused),
    ),
  )
}

function show(
  deps: WebDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  refused?: Problem,
): Promise<FastifyReply> {
  const { done } = parseAddress(z.object({ done: z.string().optional() }), request.query)
  return desk(deps, request, reply, {
    load: async ({ tx }) => ({ installation: await loadInstallation(tx), done: done !== undefined }),
    draw: (view) => <InstallationPage {...view} />,
    refused,
  })
}

/** Where a setting stands in the form. */
const fieldOf: Record<string, string> = {
  name: 'name',
  zone: 'zone',
  hours: 'hoursEnd',
  'hours.start': 'hoursStart',
  'hours.end': 'hoursEnd',
  sending: 'times',
  'sending.window.start': 'windowStart',
  'sending.window.end': 'windowEnd',
  retentionMonths: 'retentionMonths',
}

/** @throws Problem invalid-input, each complaint at its field */
function installationOf(form: Form): Installation {
  const months = form.one('retentionMonths').trim()
  const parsed = installationSchema.safeParse({
    name: form.one('name').trim(),
    zone: form.one('zone').trim(),
    hours: { start: form.one('hoursStart').trim(), end: form.one('hoursEnd').trim() },
    sending: {
      times: form
        .one('times')
        .split(/[\s,，、]+/)
        .filter((time) => time !== ''),
      window: { start: form.one('windowStart').trim(), end: form.one('windowEnd').trim() },
    },
    retentionMonths: months === '' ? null : Number(months),
  })
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map(({ path }) => ({
    field: fieldOf[path.join('.')] ?? 'times',
    code: 'setting-invalid',
  }))
  throw new Problem('invalid-input', {}, fields)
}
