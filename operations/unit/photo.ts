import sharp from 'sharp'
import { Problem } from '../../domain/problem.ts'

/** Enough to read a roll of names on a photo of it, and to print it on A4. */
const LONGEST_SIDE = 2048
/** The largest phone cameras make 108 million; a picture that unpacks to more is refused before it is unpacked. */
const MAX_MEGAPIXELS = 120
const JPEG_QUALITY = 82
/** Above this a picture without losses is a photo and no screenshot. */
const LOSSLESS_BYTES = 1024 * 1024
/** Two at a time on any machine: what is unpacked is held in memory. */
const AT_ONCE = 2

sharp.concurrency(1)
sharp.cache(false)

export interface Photo {
  bytes: Buffer
  mediaType: 'image/jpeg' | 'image/png'
  ending: 'jpg' | 'png'
}

/**
 * A photo as it is kept: upright, no side longer than 2048 pixels, in the colours of the web, and without anything that
 * the camera wrote into it: place, time, device. Of moving pictures the first stays.
 * @throws Problem photo-too-large, photo-unreadable
 */
export async function keptPhoto(bytes: Buffer, mediaType: string): Promise<Photo> {
  await turn()
  try {
    return await shrink(bytes, mediaType)
  } catch (error) {
    throw refusal(error)
  } finally {
    next()
  }
}

async function shrink(bytes: Buffer, mediaType: string): Promise<Photo> {
  const picture = sharp(bytes, { limitInputPixels: MAX_MEGAPIXELS * 1e6, failOn: 'error', pages: 1 })
    .timeout({ seconds: 30 })
    .autoOrient()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
  if (mediaType === 'image/png' || mediaType === 'image/gif') {
    const lossless = await picture.clone().png({ compressionLevel: 9 }).toBuffer()
    if (lossless.length <= LOSSLESS_BYTES) return { bytes: lossless, mediaType: 'image/png', ending: 'png' }
  }
  const jpeg = await picture.flatten({ background: '#fff' }).jpeg({ quality: JPEG_QUALITY }).toBuffer()
  return { bytes: jpeg, mediaType: 'image/jpeg', ending: 'jpg' }
}

function refusal(error: unknown): Problem {
  if (error instanceof Error && error.message.includes('pixel limit'))
    return new Problem('photo-too-large', { max: MAX_MEGAPIXELS })
  return new Problem('photo-unreadable')
}

let running = 0
const waiting: (() => void)[] = []

function turn(): Promise<void> {
  if (running < AT_ONCE) {
    running += 1
    return Promise.resolve()
  }
  return new Promise((resolve) => waiting.push(resolve))
}

/** Hands the turn on, or gives it back. */
function next(): void {
  const first = waiting.shift()
  if (first === undefined) running -= 1
  else first()
}
