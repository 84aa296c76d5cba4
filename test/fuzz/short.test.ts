import { expect, test } from 'vitest'
import { fuzz } from './fuzz.ts'
import { isInstalled } from './schemathesis.ts'

/** In half a minute: a few requests for each operation. Skipped where schemathesis is not there: `npm run fuzz` installs it. */
test.runIf(isInstalled())(
  'the API answers as its OpenAPI file describes, and with no accident, whatever it is asked',
  { timeout: 180_000 },
  async () => {
    const { cases, ...found } = await fuzz({
      examples: 2,
      workers: 1,
      seed: 7,
      phases: 'fuzzing',
      units: 40,
    })
    expect(found).toEqual({ serverErrors: 0, schemaBreaks: 0, findings: {} })
    expect(cases).toBeGreaterThan(100)
  },
)
