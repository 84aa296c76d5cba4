import type { DateTime } from 'luxon'

const WIDTH = 30

/** A bar with the virtual date on a terminal; elsewhere a line for each month that passes. */
export function progressBar(
  from: DateTime,
  to: DateTime,
  quiet: boolean,
): (now: DateTime, told: string) => void {
  let month = ''
  return (now, told) => {
    if (quiet) return
    const share = Math.min(1, Math.max(0, now.diff(from).toMillis() / to.diff(from).toMillis()))
    const date = now.toFormat('yyyy-MM-dd')
    if (process.stderr.isTTY) {
      const full = Math.round(share * WIDTH)
      process.stderr.write(`\r\u001b[K${date} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${told}`)
    } else if (now.toFormat('yyyy-MM') !== month) {
      month = now.toFormat('yyyy-MM')
      process.stderr.write(`${date} ${Math.round(share * 100)} % ${told}\n`)
    }
  }
}
