import { fileTypeFromBuffer } from 'file-type'
import { Problem } from '../../domain/problem.ts'

/** By ending: what a file of that name may turn out to be. */
const allowed: Record<string, { types: string[]; mediaType: string }> = {
  jpg: { types: ['image/jpeg'], mediaType: 'image/jpeg' },
  jpeg: { types: ['image/jpeg'], mediaType: 'image/jpeg' },
  png: { types: ['image/png'], mediaType: 'image/png' },
  webp: { types: ['image/webp'], mediaType: 'image/webp' },
  gif: { types: ['image/gif'], mediaType: 'image/gif' },
  pdf: { types: ['application/pdf'], mediaType: 'application/pdf' },
  docx: office('wordprocessingml.document'),
  xlsx: office('spreadsheetml.sheet'),
  pptx: office('presentationml.presentation'),
  doc: { types: ['application/x-cfb'], mediaType: 'application/msword' },
  xls: { types: ['application/x-cfb'], mediaType: 'application/vnd.ms-excel' },
}

function office(kind: string): { types: string[]; mediaType: string } {
  const mediaType = `application/vnd.openxmlformats-officedocument.${kind}`
  return { types: [mediaType], mediaType }
}

/**
 * What a file is, by its first bytes; its name must agree. Plain text has no such bytes: it must be readable.
 * @throws Problem file-heic, file-type-refused, file-type-lies
 */
export async function fileTypeOf(bytes: Buffer, name: string): Promise<string> {
  const ending = name.toLowerCase().split('.').at(-1) ?? ''
  const found = await fileTypeFromBuffer(bytes)
  if (found?.mime === 'image/heic' || found?.mime === 'image/heif' || ending === 'heic')
    throw new Problem('file-heic')
  if (ending === 'txt' || ending === 'csv') {
    if (found !== undefined || bytes.includes(0)) throw new Problem('file-type-lies')
    return 'text/plain'
  }
  const entry = allowed[ending]
  if (entry === undefined) throw new Problem('file-type-refused', { ending })
  if (found === undefined || !entry.types.includes(found.mime)) throw new Problem('file-type-lies')
  return entry.mediaType
}
