import { fileTypeFromBuffer } from 'file-type'

export type DocumentType = 'docx' | 'doc' | 'pdf' | 'text' | 'encrypted' | 'unknown'

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
/** The streams of a compound file have their names in UTF-16. */
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le')
const wordDocument = Buffer.from('WordDocument', 'utf16le')

/** What a document is by its bytes; what it is called does not count. */
export async function documentTypeOf(bytes: Buffer): Promise<DocumentType> {
  if (bytes.subarray(0, 1024).includes('%PDF-')) return 'pdf'
  if (/^\s*\{\\rtf/.test(bytes.subarray(0, 64).toString('latin1'))) return 'unknown'
  if (isMarkedText(bytes)) return 'text'
  const found = await fileTypeFromBuffer(bytes)
  if (found === undefined) return 'text'
  if (found.mime === docx) return 'docx'
  if (found.mime === 'application/x-cfb') {
    if (bytes.includes(encryptedPackage)) return 'encrypted'
    return bytes.includes(wordDocument) ? 'doc' : 'unknown'
  }
  if (found.ext === 'zip') return bytes.includes('word/document.xml') ? 'docx' : 'unknown'
  return found.mime.startsWith('text/') ? 'text' : 'unknown'
}

/** A byte order mark: some of them also begin sound files. */
function isMarkedText(bytes: Buffer): boolean {
  return /^(?:fffe|feff|efbbbf)/.test(bytes.subarray(0, 3).toString('hex'))
}
