import { findChromium, hasChineseFonts, installChromium } from '../cli/embedded/chromium.ts'
import { StartError } from '../cli/embedded/startError.ts'
import { findTemporal } from '../cli/embedded/temporal.ts'
import { findTestServer } from '../cli/embedded/timeSkipping.ts'

/**
 * Fetches what tests need beside node_modules, once for all of them. What can't be had is said in a sentence and
 * left to the tests that need it.
 */
const log = (line: string): void => console.log(line)

for (const find of [findTemporal, findTestServer]) {
  try {
    await find(log)
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    log(error.message)
  }
}
if (!findChromium() || !hasChineseFonts()) await installChromium(log)
