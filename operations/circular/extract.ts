/**
 * The process that opens one document: its bytes come in, its text or the reason goes out. It runs apart from the
 * server, so that a file that eats memory or time takes nothing else with it.
 */
import { countInflation, TooHeavy } from './inflation.ts'
import type { Extracted } from './extracted.ts'
import { Encrypted, NoText, pdfText } from './pdfText.ts'

async function extract(type: string, bytes: Buffer): Promise<Extracted> {
  try {
    return { text: await textOf(type, bytes) }
  } catch (error) {
    if (error instanceof TooHeavy) return { problem: 'circular-too-heavy' }
    if (error instanceof NoText) return { problem: 'circular-no-text' }
    if (error instanceof Encrypted) return { problem: 'circular-encrypted' }
    return { problem: 'circular-unreadable' }
  }
}

async function textOf(type: string, bytes: Buffer): Promise<string> {
  if (type === 'pdf') return pdfText(bytes)
  if (type === 'doc') return (await import('./docText.ts')).docText(bytes)
  countInflation(bytes)
  return (await import('./docxText.ts')).docxText(bytes)
}

const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
const answer = JSON.stringify(await extract(process.argv[2] ?? '', Buffer.concat(chunks)))
process.stdout.write(answer, () => process.exit(0))
