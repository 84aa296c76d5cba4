import { fileTypeFromBuffer } from 'file-type'
import { Problem } from '../../domain/problem.ts'
import { hasMacros } from './macros.ts'

/** By ending: what a file of that name may turn out to be. */
const allowed: Record<string, { types: string[]; mediaType: string }> = {
  pdf: { types: ['application/pdf'], mediaType: 'application/pdf' },
  docx: office('wordprocessingml.document'),
  xlsx: office('spreadsheetml.sheet'),
  pptx: office('presentationml.presentation'),
  doc: { types: ['application/x-cfb'], mediaType: 'application/msword' },
  xls: { types: ['application/x-cfb'], mediaType: 'application/vnd.ms-excel' },
}

/** Chat programs name any photo .jpg, and cameras inside them give no name at all. */
const photoTypes = new Set<string>(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])
const photoEndings = new Set(['jpg', 'jpeg', 'png', 'webp', 'gif', ''])

function office(kind: string): { types: string[]; mediaType: string } {
  const mediaType = `application/vnd.openxmlformats-officedocument.${kind}`
  return { types: [mediaType], mediaType }
}

/**
 * What a file is, by its first bytes; its name must agree, save that one kind of photo may go by the name of another
 * or by none. Plain text has no such bytes: it must be readable.
 * @throws Problem file-heic, file-type-refused, file-type-lies, file-has-macros
 */
export async function fileTypeOf(bytes: Buffer, name: string): Promise<string> {
  const ending = /\.([^.]*)$/.exec(name.toLowerCase())?.[1] ?? ''
  const found = await fileTypeFromBuffer(bytes)
  if (found?.mime === 'image/heic' || found?.mime === 'image/heif' || ending === 'heic' || ending === 'heif')
    throw new Problem('file-heic')
  if (ending === 'txt' || ending === 'csv') {
    if (found !== undefined || bytes.includes(0)) throw new Problem('file-type-lies')
    return 'text/plain'
  }
  if (photoEndings.has(ending) && found !== undefined && photoTypes.has(found.mime)) return found.mime
  if (photoEndings.has(ending) && ending !== '') throw new Problem('file-type-lies')
  const entry = allowed[ending]
  if (entry === undefined) throw new Problem('file-type-refused', { ending })
  if (found === undefined || !entry.types.includes(found.mime)) throw new Problem('file-type-lies')
  if (ending !== 'pdf' && hasMacros(bytes)) throw new Problem('file-has-macros')
  return entry.mediaType
}
