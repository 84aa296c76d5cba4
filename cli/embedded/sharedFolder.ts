import { chmodSync, mkdirSync } from 'node:fs'

/** Where root keeps what the database's user must reach: never below root's own home. */
export const sharedFolder = '/var/lib/duban'

/** Makes it, enterable by everybody: whatever the umask, and before anything narrower is made below it. */
export function makeSharedFolder(): void {
  if (mkdirSync(sharedFolder, { recursive: true })) chmodSync(sharedFolder, 0o755)
}
