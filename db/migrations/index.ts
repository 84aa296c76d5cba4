import { Migrator, type Kysely, type Migration } from 'kysely'
import * as tree from './0001_tree.ts'
import * as notice from './0002_notice.ts'
import * as obligation from './0003_obligation.ts'
import * as delivery from './0004_delivery.ts'
import * as access from './0005_access.ts'
import * as plannedChanges from './0006_planned_changes.ts'
import * as unitPage from './0007_unit_page.ts'
import * as searchAndLive from './0008_search_and_live.ts'
import * as runningAcknowledgements from './0009_running_acknowledgements.ts'
import * as circular from './0010_circular.ts'
import * as reminderDue from './0011_reminder_due.ts'
import * as docketLinks from './0012_docket_links.ts'
import * as heldUnits from './0013_held_units.ts'
import * as mailHold from './0014_mail_hold.ts'
import * as mailTexts from './0016_mail_texts.ts'
import * as condition from './0017_condition.ts'
import * as apiKeys from './0018_api_keys.ts'
import * as watching from './0020_watching.ts'
import * as wholeTree from './0021_whole_tree.ts'
import * as keptCounts from './0022_kept_counts.ts'
import * as quickLooks from './0023_quick_looks.ts'
import * as sessionsEnd from './0024_sessions_end.ts'

/** In order; they only go forward. A migration imports nothing of the application. */
const migrations: Record<string, Migration> = {
  '0001_tree': tree,
  '0002_notice': notice,
  '0003_obligation': obligation,
  '0004_delivery': delivery,
  '0005_access': access,
  '0006_planned_changes': plannedChanges,
  '0007_unit_page': unitPage,
  '0008_search_and_live': searchAndLive,
  '0009_running_acknowledgements': runningAcknowledgements,
  '0010_circular': circular,
  '0011_reminder_due': reminderDue,
  '0012_docket_links': docketLinks,
  '0013_held_units': heldUnits,
  '0014_mail_hold': mailHold,
  '0016_mail_texts': mailTexts,
  '0017_condition': condition,
  '0018_api_keys': apiKeys,
  '0020_watching': watching,
  '0021_whole_tree': wholeTree,
  '0022_kept_counts': keptCounts,
  '0023_quick_looks': quickLooks,
  '0024_sessions_end': sessionsEnd,
}

/**
 * Brings the database to this version of the schema, as its owner.
 * @returns the names that were applied, empty when it was up to date.
 */
export async function migrateToLatest<T>(db: Kysely<T>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
  return (results ?? []).map((result) => result.migrationName)
}
