import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'

/** First bytes of every backup; another file is not taken for one. */
const MAGIC = Buffer.from('DUBAN-BACKUP-1\n')
const SALT_BYTES = 32
const TAG_BYTES = 16
const PIECE_BYTES = 64 * 1024
const MAX_PIECE = PIECE_BYTES + TAG_BYTES

/** Why a file is refused: none of ours, cut short or damaged, or sealed with another key. */
export class BackupRefused extends Error {
  readonly why: 'foreign' | 'cut-short' | 'key-or-damage'
  constructor(why: BackupRefused['why']) {
    super(why)
    this.name = 'BackupRefused'
    this.why = why
  }
}

function pieceKey(key: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'duban backup', 32))
}

/** The nth piece has a nonce of its own; the file's key is used for this file only, through its salt. */
function nonce(n: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUIntBE(n, 6, 6)
  return bytes
}

const flag = (last: boolean): Buffer => Buffer.from([last ? 1 : 0])

/**
 * Seals a stream with AES-256-GCM, piece by piece. The last piece says that it is the last, so that a file that was
 * cut short cannot pass for a whole one.
 * @param key 32 bytes
 */
export class Seal extends Transform {
  readonly #key: Buffer
  readonly #salt = randomBytes(SALT_BYTES)
  #pending = Buffer.alloc(0)
  #n = 0

  constructor(key: Buffer) {
    super()
    this.#key = pieceKey(key, this.#salt)
    this.push(Buffer.concat([MAGIC, this.#salt]))
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pending = Buffer.concat([this.#pending, chunk])
    while (this.#pending.length > PIECE_BYTES) {
      this.#write(this.#pending.subarray(0, PIECE_BYTES), false)
      this.#pending = this.#pending.subarray(PIECE_BYTES)
    }
    done()
  }

  override _flush(done: TransformCallback): void {
    this.#write(this.#pending, true)
    done()
  }

  #write(piece: Buffer, last: boolean): void {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce(this.#n++)).setAAD(flag(last))
    const sealed = Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(sealed.length)
    this.push(Buffer.concat([length, sealed]))
  }
}

/** Opens what `Seal` has sealed. Fails with BackupRefused on anything else; every byte that comes out is genuine. */
export class Unseal extends Transform {
  readonly #master: Buffer
  #key: Buffer | null = null
  #pending = Buffer.alloc(0)
  #n = 0
  #ended = false

  constructor(key: Buffer) {
    super()
    this.#master = key
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pending = Buffer.concat([this.#pending, chunk])
    try {
      this.#take()
      done()
    } catch (error) {
      done(error instanceof Error ? error : new BackupRefused('key-or-damage'))
    }
  }

  override _flush(done: TransformCallback): void {
    if (this.#key === null) done(new BackupRefused('foreign'))
    else done(this.#ended ? null : new BackupRefused('cut-short'))
  }

  #take(): void {
    if (this.#key === null && !this.#begin()) return
    for (;;) {
      if (this.#ended && this.#pending.length > 0) throw new BackupRefused('key-or-damage')
      if (this.#pending.length < 4) return
      const length = this.#pending.readUInt32BE(0)
      if (length < TAG_BYTES || length > MAX_PIECE) throw new BackupRefused('key-or-damage')
      if (this.#pending.length < 4 + length) return
      this.#open(this.#pending.subarray(4, 4 + length))
      this.#pending = this.#pending.subarray(4 + length)
    }
  }

  /** @returns whether the head has been read */
  #begin(): boolean {
    const head = this.#pending.subarray(0, MAGIC.length)
    if (!MAGIC.subarray(0, head.length).equals(head)) throw new BackupRefused('foreign')
    if (this.#pending.length < MAGIC.length + SALT_BYTES) return false
    this.#key = pieceKey(this.#master, this.#pending.subarray(MAGIC.length, MAGIC.length + SALT_BYTES))
    this.#pending = this.#pending.subarray(MAGIC.length + SALT_BYTES)
    return true
  }

  /** A full piece is never the last but one of less: both flags are tried, the nonce decides. */
  #open(sealed: Buffer): void {
    const body = sealed.subarray(0, -TAG_BYTES)
    const tag = sealed.subarray(-TAG_BYTES)
    for (const last of [false, true]) {
      const piece = this.#try(body, tag, last)
      if (piece === null) continue
      this.#n += 1
      this.#ended = last
      this.push(piece)
      return
    }
    throw new BackupRefused('key-or-damage')
  }

  #try(body: Buffer, tag: Buffer, last: boolean): Buffer | null {
    if (this.#key === null) return null
    const cipher = createDecipheriv('aes-256-gcm', this.#key, nonce(this.#n), { authTagLength: TAG_BYTES })
    cipher.setAAD(flag(last)).setAuthTag(tag)
    try {
      return Buffer.concat([cipher.update(body), cipher.final()])
    } catch {
      return null
    }
  }
}
