import { appendFile, mkdir, open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { newIndex, readList, type ListedMail, type StoredMail } from './list.ts'
import { readBody, readHead, type MailBody } from './readMail.ts'

export type { StoredMail } from './list.ts'

const MAILS_PER_PAGE = 50

/** A mail with all that it says. `html` is as it came: show it in a frame without scripts. */
export interface OpenedMail extends StoredMail, MailBody {
  raw: Buffer
}

export interface MailPage {
  /** Newest first. */
  mails: StoredMail[]
  page: number
  pages: number
  total: number
}

export interface MailboxStore {
  /** Returns once the mail is in its file. */
  add(mail: { raw: Buffer; to: readonly string[] }): Promise<StoredMail>
  /** @param options.to an address, in whatever case; without it the mails to everybody */
  list(options: { to?: string; page: number }): MailPage
  get(id: number): Promise<OpenedMail | null>
  /** @param to as for `list` */
  count(to?: string): number
}

interface Waiting {
  mail: Omit<StoredMail, 'id'>
  packed: Buffer
}

/**
 * Opens a mailbox in a folder of its own, or makes one: `mails.jsonl` lists the mails, `mails.gz` holds them one
 * after the other (`zcat` shows them all). Both only ever grow. What a crash left half written is left out.
 */
export async function openMailboxStore(folder: string): Promise<MailboxStore> {
  await mkdir(folder, { recursive: true })
  const listFile = join(folder, 'mails.jsonl')
  const packFile = join(folder, 'mails.gz')
  const index = newIndex(await readList(listFile))

  const write = inGroups(async (group: Waiting[]): Promise<StoredMail[]> => {
    let id = index.all.at(-1)?.id ?? 0
    let offset = await sizeOf(packFile)
    const listed = group.map(({ mail, packed: { length } }): ListedMail => {
      id += 1
      offset += length
      return { ...mail, id, offset: offset - length, length }
    })
    // The mails before the list: what the list names is there.
    await appendFile(packFile, Buffer.concat(group.map(({ packed }) => packed)))
    await appendFile(listFile, listed.map((mail) => `${JSON.stringify(mail)}\n`).join(''))
    for (const mail of listed) index.add(mail)
    return listed
  })

  return {
    async add({ raw, to }) {
      const head = await readHead(raw)
      const receivedAt = new Date().toISOString()
      return write({ mail: { receivedAt, to: [...to], ...head }, packed: gzipSync(raw) })
    },
    list({ to, page }) {
      const mails = index.to(to)
      const end = mails.length - (page - 1) * MAILS_PER_PAGE
      return {
        mails: mails.slice(Math.max(0, end - MAILS_PER_PAGE), Math.max(0, end)).reverse(),
        page,
        pages: Math.max(1, Math.ceil(mails.length / MAILS_PER_PAGE)),
        total: mails.length,
      }
    },
    async get(id) {
      const mail = index.byId.get(id)
      if (mail === undefined) return null
      const raw = gunzipSync(await readPart(packFile, mail))
      return { ...mail, ...(await readBody(raw)), raw }
    },
    count: (to) => index.to(to).length,
  }
}

/** What comes in while one group is written makes the next: the disk is asked once for many. */
function inGroups<In, Out>(write: (group: In[]) => Promise<Out[]>): (one: In) => Promise<Out> {
  let next: { ones: In[]; written: Promise<Out[]> } | null = null
  let before: Promise<unknown> = Promise.resolve()
  return async (one) => {
    if (next === null) {
      const ones: In[] = []
      const written = before.then(() => {
        next = null
        return write(ones)
      })
      next = { ones, written }
      before = written.catch(() => undefined)
    }
    const { ones, written } = next
    const place = ones.push(one) - 1
    const out = (await written)[place]
    if (out === undefined) throw new Error('a mail of the group was not written')
    return out
  }
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return found?.size ?? 0
}

async function readPart(file: string, { offset, length }: ListedMail): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, offset)
    return buffer
  } finally {
    await handle.close()
  }
}
