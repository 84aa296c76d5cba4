import { scaleLog } from 'd3-scale'
import { line } from 'd3-shape'
import { writeFileSync } from 'node:fs'
import type { Growth } from './results.ts'

const FILE = 'docs/performance.svg'
const PANEL = { width: 300, height: 240, left: 46, top: 44, right: 14, bottom: 34 }

/** One panel for each measure: ours as a full line, its baseline dashed, both scales by powers of ten. */
export function drawGrowth(growth: readonly Growth[]): void {
  const panels = growth.map(
    (one, index) => `<g transform="translate(${index * PANEL.width},0)">${panel(one)}</g>`,
  )
  const size = `viewBox="0 0 ${PANEL.width * growth.length} ${PANEL.height}"`
  writeFileSync(
    FILE,
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="11" fill="#222">
<rect width="100%" height="100%" fill="#fff"/>
${panels.join('\n')}
</svg>
`,
  )
}

function panel(growth: Growth): string {
  const { points } = growth
  const values = points.flatMap(({ ours, baseline }) => [ours, baseline])
  const x = scaleLog(
    [least(points.map(({ size }) => size)), most(points.map(({ size }) => size))],
    [PANEL.left, PANEL.width - PANEL.right],
  )
  const y = scaleLog(
    [10 ** Math.floor(Math.log10(least(values))), 10 ** Math.ceil(Math.log10(most(values)))],
    [PANEL.height - PANEL.bottom, PANEL.top],
  )
  const path = (pick: 'ours' | 'baseline'): string =>
    line<Growth['points'][number]>(
      (point) => x(point.size),
      (point) => y(point[pick]),
    )(points) ?? ''
  const floor = PANEL.height - PANEL.bottom
  const decades = y.ticks().filter((value) => Number.isInteger(Math.log10(value)))
  return `<text x="${PANEL.left}" y="16" font-weight="bold">${growth.name}</text>
<text x="${PANEL.left}" y="31" fill="#666">exponent ${growth.exponent}, baseline ${growth.baselineExponent}</text>
${decades.map((value) => `<path d="M${PANEL.left} ${y(value)}H${PANEL.width - PANEL.right}" stroke="#ddd"/><text x="${PANEL.left - 5}" y="${y(value) + 4}" text-anchor="end">${value} ms</text>`).join('')}
${points.map(({ size }) => `<text x="${x(size)}" y="${floor + 16}" text-anchor="middle">${size.toLocaleString('en')}</text>`).join('')}
<path d="${path('baseline')}" fill="none" stroke="#666" stroke-dasharray="4 3"/>
<path d="${path('ours')}" fill="none" stroke="#b3261e" stroke-width="2"/>`
}

const least = (values: number[]): number => Math.min(...values)
const most = (values: number[]): number => Math.max(...values)
