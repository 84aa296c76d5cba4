/** Ids, queue and message names, each defined once; whoever starts or signals a workflow takes them from here. */
export const TASK_QUEUE = 'duban'
export const NUDGE = 'nudge'
export const PROGRESS = 'progress'

export const workflowTypes = { campaign: 'campaign', docket: 'escalation', delivery: 'delivery' } as const

export const campaignWorkflowId = (campaignId: number): string => `campaign-${campaignId}`
export const docketWorkflowId = (docketId: number): string => `escalation-${docketId}`
export const DELIVERY_WORKFLOW_ID = 'delivery'

/** What workflows are searched by, with the types under which they are registered at the server. */
export const searchAttributes = {
  DubanStage: 'Keyword',
  DubanCampaign: 'Int',
  DubanNextMoment: 'Datetime',
} as const
