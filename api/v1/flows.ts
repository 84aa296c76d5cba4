/** Where an answer leads: its values are what the next request asks with. */
export interface Flow {
  /** By operationId. */
  from: string
  to: string
  parameters: Record<string, string>
}

const body = (path: string): string => `$response.body#/${path}`
const asked = (name: string): string => `$request.path.${name}`

const to = (from: string, next: string, parameters: Record<string, string>): Flow => ({
  from,
  to: next,
  parameters,
})

/** A notice from its first draft to the campaign, a report to its review, and whatever is made to what is done with it. */
export const flows: readonly Flow[] = [
  ...['getNoticesById', 'putNoticesById', 'getNoticesByIdPreview', 'postNoticesByIdCheck'].map((next) =>
    to('postNotices', next, { id: body('noticeId') }),
  ),
  to('putNoticesById', 'postNoticesByIdCheck', { id: body('noticeId') }),
  to('getNotices', 'getNoticesById', { id: body('items/0/id') }),
  to('postNoticesByIdCheck', 'postNoticesByIdIssue', { id: asked('id') }),
  ...[
    'getCampaignsById',
    'getCampaignsByIdObligations',
    'getCampaignsByIdProgress',
    'getCampaignsByIdAppeals',
    'postCampaignsByIdPause',
    'postCampaignsByIdChase',
    'postCampaignsByIdExtend',
    'postCampaignsByIdClose',
  ].map((next) => to('postNoticesByIdIssue', next, { id: body('campaignId') })),
  to('getCampaigns', 'getCampaignsById', { id: body('items/0/id') }),
  to('getCampaigns', 'getCampaignsByIdObligations', { id: body('items/0/id') }),
  to('postCampaignsByIdPause', 'postCampaignsByIdResume', { id: asked('id') }),
  to('getCampaignsByIdObligations', 'postObligationsByIdReport', { id: body('items/0/id') }),
  to('getCampaignsByIdObligations', 'postObligationsByIdWaive', { id: body('items/0/id') }),
  to('getCampaignsByIdAppeals', 'postAppealsByIdAnswer', { id: body('items/0/id') }),
  ...['getReportsById', 'postReportsByIdAccept', 'postReportsByIdReturn'].map((next) =>
    to('getReports', next, { id: body('items/0/id') }),
  ),
  ...['putAccountsById', 'postAccountsByIdEnd'].map((next) =>
    to('postUnitsByIdAccounts', next, { id: body('accountId') }),
  ),
  to('getUnits', 'getUnitsByIdPlanned', { id: body('items/0/id') }),
  to('getUnits', 'postUnitsByIdRename', { id: body('items/0/id') }),
  to('getUnitsByIdPlanned', 'postPlannedChangesByIdCancel', { id: body('items/0/id') }),
  to('postApiKeys', 'postApiKeysByIdRevoke', { id: body('keyId') }),
  ...[
    'postLinksByTokenObligationsByIdDraft',
    'postLinksByTokenObligationsByIdFiles',
    'postLinksByTokenObligationsByIdReport',
  ].map((next) => to('getLinksByToken', next, { token: asked('token'), id: body('obligations/0/id') })),
  to('postLinksByTokenColleagues', 'postLinksByTokenColleaguesByContactIdEnd', {
    token: asked('token'),
    contactId: body('contactId'),
  }),
]
