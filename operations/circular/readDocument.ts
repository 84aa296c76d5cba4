import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Problem } from '../../domain/problem.ts'
import { decodeText } from './decodeText.ts'
import { documentTypeOf, type DocumentType } from './documentType.ts'
import { extractedSchema, type Extracted } from './extracted.ts'

const MEGABYTE = 1024 * 1024
/** More than any circular; pictures in it count. */
export const MAX_DOCUMENT_BYTES = 20 * MEGABYTE
/** A circular has some thousand characters, a thick one a hundred thousand. */
const MAX_CHARACTERS = 400_000
const HEAP_MEGABYTES = 384
const MAX_RESIDENT_BYTES = 900 * MEGABYTE
const MAX_MILLISECONDS = 30_000
const WATCHED_EVERY = 100

/**
 * The text of a circular, whatever kind of document it is in. Everything but plain text is opened in a process of its
 * own with limits of time and memory.
 * @throws Problem file-empty, file-too-large, circular-type-unknown, circular-encrypted, circular-no-text,
 *   circular-unreadable, circular-too-heavy
 */
export async function readDocument(bytes: Buffer): Promise<string> {
  if (bytes.length === 0) throw new Problem('file-empty')
  if (bytes.length > MAX_DOCUMENT_BYTES)
    throw new Problem('file-too-large', { max: MAX_DOCUMENT_BYTES / MEGABYTE })
  const text = await textOf(bytes, await documentTypeOf(bytes))
  if (text.trim() === '') throw new Problem('circular-no-text')
  if (text.length > MAX_CHARACTERS) throw new Problem('circular-too-heavy')
  return text
}

async function textOf(bytes: Buffer, type: DocumentType): Promise<string> {
  if (type === 'unknown') throw new Problem('circular-type-unknown')
  if (type === 'encrypted') throw new Problem('circular-encrypted')
  if (type !== 'text') return textFrom(await extractApart(bytes, type))
  const text = decodeText(bytes)
  if (text === null) throw new Problem('circular-type-unknown')
  return text
}

function textFrom(extracted: Extracted): string {
  if ('problem' in extracted) throw new Problem(extracted.problem)
  return extracted.text
}

/** Opens a document in a process of its own, and ends that when it takes too long or too much. */
async function extractApart(bytes: Buffer, type: DocumentType): Promise<Extracted> {
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${HEAP_MEGABYTES}`,
      '--import',
      loader(),
      fileURLToPath(new URL('extract.ts', import.meta.url)),
      type,
    ],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {
        PATH: process.env['PATH'] ?? '',
        TSX_TSCONFIG_PATH: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
      },
    },
  )
  const stop = limit(child)
  child.stdin.on('error', () => undefined)
  child.stdin.end(bytes)
  try {
    const { output, code } = await outcome(child)
    if (code !== 0) return { problem: 'circular-too-heavy' }
    return extractedSchema.parse(JSON.parse(output))
  } finally {
    stop()
  }
}

function loader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
}

type Child = ChildProcessByStdio<Writable, Readable, null>

function outcome(child: Child): Promise<{ output: string; code: number | null }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.once('error', reject)
    child.once('close', (code) => resolve({ output: Buffer.concat(chunks).toString('utf8'), code }))
  })
}

/** Memory outside of V8's heap is seen only from without; where there is no /proc the limit of time stands alone. */
function limit(child: Child): () => void {
  const kill = () => child.kill('SIGKILL')
  const timeout = setTimeout(kill, MAX_MILLISECONDS)
  const watch = setInterval(() => {
    void residentBytes(child.pid).then((bytes) => {
      if (bytes > MAX_RESIDENT_BYTES) kill()
    })
  }, WATCHED_EVERY)
  return () => {
    clearTimeout(timeout)
    clearInterval(watch)
  }
}

async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024
}

const endings: Partial<Record<DocumentType, string>> = { docx: 'docx', doc: 'doc', pdf: 'pdf', text: 'txt' }

/**
 * A document as it is kept: under a name that says what it is, whatever it was called, and plain text in UTF-8, as every
 * reader opens it.
 */
export async function nameByContent(
  name: string,
  bytes: Buffer,
  text: string,
): Promise<{ name: string; bytes: Buffer }> {
  const type = await documentTypeOf(bytes)
  const ending = endings[type] ?? 'txt'
  const kept = name.toLowerCase().endsWith(`.${ending}`)
    ? name
    : `${name.replace(/\.[^.]{1,5}$/, '')}.${ending}`
  return { name: kept, bytes: type === 'text' ? Buffer.from(text) : bytes }
}
