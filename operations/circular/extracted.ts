import { z } from 'zod'

/** What the process that opens a document answers. */
export const extractedSchema = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({
    problem: z.enum(['circular-too-heavy', 'circular-no-text', 'circular-encrypted', 'circular-unreadable']),
  }),
])
export type Extracted = z.infer<typeof extractedSchema>
