/** Arrows point down this list, never up: see README, "How it is laid out". */
const layers = [
  'cli',
  'worker',
  'api',
  'web',
  'workflows',
  'activities',
  'operations',
  'mail',
  'db',
  'messages',
  'domain',
]

const upward = layers.map((layer, index) => ({
  name: `${layer}-points-down`,
  comment: `${layer}/ may import only what stands below it`,
  severity: 'error',
  from: { path: `^${layer}/` },
  to: {
    path:
      layers
        .slice(0, index)
        .map((above) => `^${above}/`)
        .join('|') || '^$',
  },
}))

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'workflows-are-deterministic',
      comment: 'workflows/ imports domain/, itself and the workflow SDK; the activities only as types',
      severity: 'error',
      from: { path: '^workflows/' },
      to: {
        pathNot: '^(domain|workflows)/|@temporalio/(workflow|common)|^activities/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'workflows-take-activities-as-types',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-and-api-know-no-workflow',
      severity: 'error',
      from: { path: '^(web|api|operations)/' },
      to: { path: '^(workflows|activities)/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'rules read no database, network, file or clock',
      severity: 'error',
      from: { path: '^domain/' },
      to: { path: 'node_modules/(pg|kysely|fastify|nodemailer|@temporalio)/|^(fs|net|http|child_process)$' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'test-is-not-imported',
      severity: 'error',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
