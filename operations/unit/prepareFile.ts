import { Problem } from '../../domain/problem.ts'
import { fileTypeOf } from './fileType.ts'
import { keptPhoto } from './photo.ts'

export const MEGABYTE = 1024 * 1024
export const MAX_FILE_BYTES = 20 * MEGABYTE

const prepared = Symbol('prepared')

/** A file that may be kept. Only `prepareFile` makes one. */
export interface PreparedFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Buffer
  readonly [prepared]: true
}

const photos = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])

/**
 * Looks at what was sent, before any lock is taken: what a file is, is read from its content. Photos are made upright,
 * smaller, and rid of what the camera wrote into them; everything else stays as it came.
 * @throws Problem file-empty, file-too-large, file-type-refused, file-type-lies, file-has-macros, file-heic,
 *   photo-too-large, photo-unreadable
 */
export async function prepareFile(input: { name: string; bytes: Buffer }): Promise<PreparedFile> {
  if (input.bytes.length === 0) throw new Problem('file-empty')
  if (input.bytes.length > MAX_FILE_BYTES)
    throw new Problem('file-too-large', { max: MAX_FILE_BYTES / MEGABYTE })
  const name = cleanName(input.name)
  const mediaType = await fileTypeOf(input.bytes, name)
  if (!photos.has(mediaType)) return { name, mediaType, bytes: input.bytes, [prepared]: true }
  const { ending, ...photo } = await keptPhoto(input.bytes, mediaType)
  return { ...photo, name: withEnding(name, ending), [prepared]: true }
}

/** The last part of a path, without control, bidirectional and zero-width characters. */
export function cleanName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const clean = last.replace(/[\p{Cc}\p{Cf}]/gu, '').trim()
  return clean === '' ? 'file' : clean.slice(-200)
}

function withEnding(name: string, ending: string): string {
  const stem = name.replace(/\.[^.]*$/, '')
  const kept = ending === 'jpg' && /\.jpe?g$/i.test(name) ? name : `${stem === '' ? 'photo' : stem}.${ending}`
  return kept.slice(-200)
}
