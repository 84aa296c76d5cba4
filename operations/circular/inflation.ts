import { inflateRawSync } from 'node:zlib'

/** More than a circular with its pictures unpacks to; a bomb passes it at once. */
const MOST_UNPACKED = 80 * 1024 * 1024
const MOST_ENTRIES = 2000
const DIRECTORY_ENTRY = 0x02014b50
const END_OF_DIRECTORY = 0x06054b50
const LOCAL_HEADER = 0x04034b50
const DEFLATED = 8

export class TooHeavy extends Error {}

/**
 * Unpacks every part of a zip once, counting what really comes out: the sizes that it states may lie.
 * @throws TooHeavy where it is more than a circular could need; RangeError where it is no whole zip
 */
export function countInflation(zip: Buffer): number {
  let total = 0
  for (const { method, data } of entriesOf(zip)) {
    total += method === DEFLATED ? inflatedLength(data, MOST_UNPACKED - total) : data.length
    if (total > MOST_UNPACKED) throw new TooHeavy()
  }
  return total
}

function inflatedLength(data: Buffer, left: number): number {
  try {
    return inflateRawSync(data, { maxOutputLength: left + 1 }).length
  } catch (error) {
    if (error instanceof RangeError) throw new TooHeavy('more than is allowed', { cause: error })
    throw new RangeError('a part of the zip is damaged', { cause: error })
  }
}

function* entriesOf(zip: Buffer): Generator<{ method: number; data: Buffer }> {
  const end = endOfDirectory(zip)
  const count = zip.readUInt16LE(end + 10)
  if (count > MOST_ENTRIES) throw new TooHeavy()
  let at = zip.readUInt32LE(end + 16)
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new RangeError('the directory of the zip is damaged')
    yield entryAt(zip, at)
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
}

function entryAt(zip: Buffer, at: number): { method: number; data: Buffer } {
  const packed = zip.readUInt32LE(at + 20)
  const header = zip.readUInt32LE(at + 42)
  if (zip.readUInt32LE(header) !== LOCAL_HEADER) throw new RangeError('a part of the zip is missing')
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28)
  return { method: zip.readUInt16LE(at + 10), data: zip.subarray(start, start + packed) }
}

function endOfDirectory(zip: Buffer): number {
  for (let at = zip.length - 22; at >= Math.max(0, zip.length - 22 - 0xffff); at -= 1)
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return at
  throw new RangeError('the zip has no directory')
}
