import { z } from 'zod'
import { slotRulesSchema } from './sending.ts'
import { DEFAULT_ZONE, isValidZone } from './time.ts'

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** What holds for the whole installation: its zone, its working hours, and when mails may go out. */
export const installationSchema = z.strictObject({
  name: z.string().min(1).max(120),
  zone: z.string().refine(isValidZone),
  hours: z
    .strictObject({ start: clockTime, end: clockTime })
    .refine(({ start, end }) => start < end, 'working hours end after they start'),
  /** `times` are the slots of a working day: reminders and docket mails go out at these. */
  sending: slotRulesSchema,
  /** Months after a person's term, or a campaign's end, in which what is personal is kept; null: for good. */
  retentionMonths: z.number().int().min(1).max(240).nullable().default(null),
})
export type Installation = z.infer<typeof installationSchema>

export const defaultInstallation: Installation = {
  name: '督办',
  zone: DEFAULT_ZONE,
  hours: { start: '08:30', end: '17:30' },
  sending: { times: ['09:00', '14:00'], window: { start: '08:00', end: '20:00' } },
  retentionMonths: null,
}
