import { encode } from 'uqr'

/** An address to be read by a phone's camera, drawn so that paper and ink stay apart in print. */
export function QrCode({ address, label }: { address: string; label: string }) {
  const { size, data } = encode(address, { ecc: 'M', border: 4 })
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect class="qr-paper" width={size} height={size} />
      <path class="qr-ink" d={data.map(runsOf).join('')} />
    </svg>
  )
}

/** The dark modules of a line as oblongs. */
function runsOf(line: readonly boolean[], y: number): string {
  let path = ''
  for (let x = 0; x < line.length; x += 1) {
    if (line[x] !== true) continue
    const from = x
    while (line[x + 1] === true) x += 1
    path += `M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`
  }
  return path
}
