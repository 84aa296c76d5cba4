const SECTOR = 512
const LEAST_STREAM = 4096
const END = 0xfffffffe
const FREE = 0xffffffff
const FAT = 0xfffffffd
/** Where the text begins in the stream of the document. */
const TEXT_AT = 2048

/** A document of the old Word with nothing but text: one piece, in UTF-16. */
export function oldWordOf(text: string): Buffer {
  const words = Buffer.from(`${text.replaceAll('\n', '\r')}\r`, 'utf16le')
  const characters = words.length / 2
  const document = Buffer.alloc(TEXT_AT + words.length)
  document.writeUInt16LE(0xa5ec, 0)
  document.writeUInt16LE(0x00c1, 2)
  document.writeUInt16LE(0x0200, 0xa)
  document.writeUInt32LE(TEXT_AT, 0x18)
  document.writeUInt32LE(characters, 0x4c)
  const pieces = pieceTable(characters)
  document.writeUInt32LE(0, 0x1a2)
  document.writeUInt32LE(pieces.length, 0x1a6)
  words.copy(document, TEXT_AT)
  return compound([
    { name: 'WordDocument', content: document },
    { name: '1Table', content: pieces },
  ])
}

function pieceTable(characters: number): Buffer {
  const table = Buffer.alloc(5 + 16)
  table.writeUInt8(2, 0)
  table.writeUInt32LE(16, 1)
  table.writeUInt32LE(0, 5)
  table.writeUInt32LE(characters, 9)
  table.writeUInt32LE(TEXT_AT, 15)
  return table
}

/** A compound file: one sector of allocation, one of directory, then the streams. */
function compound(streams: { name: string; content: Buffer }[]): Buffer {
  const padded = streams.map(({ name, content }) => ({ name, content: padTo(content) }))
  const allocation = Buffer.alloc(SECTOR, 0xff)
  allocation.writeUInt32LE(FAT, 0)
  allocation.writeUInt32LE(END, 4)
  const entries = [entry('Root Entry', 5, END, 0, 1)]
  let sector = 2
  padded.forEach(({ name, content }, index) => {
    const count = content.length / SECTOR
    entries.push(entry(name, 2, sector, content.length, index + 2 <= padded.length ? index + 2 : FREE))
    for (let at = 0; at < count; at += 1)
      allocation.writeUInt32LE(at === count - 1 ? END : sector + at + 1, (sector + at) * 4)
    sector += count
  })
  const directory = Buffer.concat([...entries, entry('', 0, 0, 0, FREE)]).subarray(0, SECTOR)
  return Buffer.concat([header(), allocation, directory, ...padded.map(({ content }) => content)])
}

function padTo(content: Buffer): Buffer {
  const length = Math.max(LEAST_STREAM, Math.ceil(content.length / SECTOR) * SECTOR)
  return Buffer.concat([content, Buffer.alloc(length - content.length)])
}

function header(): Buffer {
  const bytes = Buffer.alloc(SECTOR)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes)
  bytes.writeUInt16LE(0x3e, 24)
  bytes.writeUInt16LE(3, 26)
  bytes.writeUInt16LE(0xfffe, 28)
  bytes.writeUInt16LE(9, 30)
  bytes.writeUInt16LE(6, 32)
  bytes.writeUInt32LE(1, 44)
  bytes.writeUInt32LE(1, 48)
  bytes.writeUInt32LE(LEAST_STREAM, 56)
  bytes.writeUInt32LE(END, 60)
  bytes.writeUInt32LE(END, 68)
  bytes.fill(0xff, 76)
  bytes.writeUInt32LE(0, 76)
  return bytes
}

/** @param next the sibling after it, and for the root its first child */
function entry(name: string, type: number, start: number, size: number, next: number): Buffer {
  const bytes = Buffer.alloc(128)
  bytes.write(name, 0, 'utf16le')
  bytes.writeUInt16LE(name === '' ? 0 : (name.length + 1) * 2, 64)
  bytes.writeUInt8(type, 66)
  bytes.writeUInt8(1, 67)
  bytes.writeUInt32LE(FREE, 68)
  bytes.writeUInt32LE(type === 5 ? FREE : next, 72)
  bytes.writeUInt32LE(type === 5 ? next : FREE, 76)
  bytes.writeUInt32LE(start, 116)
  bytes.writeUInt32LE(size, 120)
  return bytes
}
