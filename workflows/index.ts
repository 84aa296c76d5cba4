export { campaign } from './campaign.ts'
export { escalation } from './escalation.ts'
export { delivery } from './delivery.ts'
