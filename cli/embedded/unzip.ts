import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'

const inflate = promisify(inflateRaw)

/**
 * The content of the one entry whose name ends so, or null. Reads the archive's directory at its end, as one
 * should; knows stored and deflated entries below 4 GB, which is all that a wheel has.
 */
export async function unzipEntry(zip: Buffer, nameEnd: string): Promise<Buffer | null> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0) return null
  const entries = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  for (let index = 0; index < entries; index += 1) {
    const nameLength = zip.readUInt16LE(at + 28)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    if (name.endsWith(nameEnd)) return content(zip, at)
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return null
}

async function content(zip: Buffer, entry: number): Promise<Buffer | null> {
  const method = zip.readUInt16LE(entry + 10)
  const packedSize = zip.readUInt32LE(entry + 20)
  const local = zip.readUInt32LE(entry + 42)
  // The local header repeats the name and has extra fields of its own length.
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const packed = zip.subarray(start, start + packedSize)
  if (method === 0) return packed
  return method === 8 ? inflate(packed) : null
}
