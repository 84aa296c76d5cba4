/** What a workflow learns from an activity: how it stands, and for how long there is nothing to do. */
export interface CampaignLook {
  stage: 'open' | 'paused' | 'ended'
  /** Milliseconds from now to the next moment; null: nothing but a nudge. */
  nextInMs: number | null
  reminders: number
  items: number
}

export interface DocketLook {
  stage: 'open' | 'paused' | 'closed'
  nextInMs: number | null
  undecided: number
  climbed: number
}

export interface DeliveryLook {
  nextInMs: number | null
  sent: number
  cancelled: number
  failed: number
}
