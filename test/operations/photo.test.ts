import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { Problem } from '../../domain/problem.ts'
import { prepareFile } from '../../operations/unit/prepareFile.ts'

/** As a phone held upright takes it: lying pixels, a mark that says so, and where it was. */
function phonePhoto(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#a33' } })
    .composite([
      {
        input: { create: { width: width / 4, height: height / 4, channels: 3, background: '#fff' } },
        left: 0,
        top: 0,
      },
    ])
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: 'Telephone' },
      IFD3: { GPSLatitude: '45/1 45/1 0/1', GPSLatitudeRef: 'N' },
    })
    .toBuffer()
}

const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'taken',
    (error: unknown) => (error instanceof Problem ? error.code : error),
  )

describe('a photo', () => {
  test('is kept upright, small, and without place, time or device', async () => {
    const taken = await phonePhoto(4000, 3000)
    expect(taken.includes('Telephone')).toBe(true)
    const kept = await prepareFile({ name: 'IMG_0001.JPG', bytes: taken })
    const facts = await sharp(kept.bytes).metadata()
    expect([facts.width, facts.height]).toEqual([1536, 2048])
    expect([facts.exif, facts.xmp, facts.iptc, facts.orientation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(kept.bytes.includes('Telephone')).toBe(false)
    expect(kept.mediaType).toBe('image/jpeg')
    const corner = await sharp(kept.bytes)
      .extract({ left: 1500, top: 10, width: 1, height: 1 })
      .raw()
      .toBuffer()
    expect(corner[1]).toBeGreaterThan(200)
  })

  test('is not blown up, and a screenshot stays without losses', async () => {
    const bytes = await sharp({ create: { width: 40, height: 30, channels: 4, background: '#fff8' } })
      .png()
      .toBuffer()
    const kept = await prepareFile({ name: '截图.png', bytes })
    expect(kept.name).toBe('截图.png')
    expect((await sharp(kept.bytes).metadata()).width).toBe(40)
  })

  test('named wrongly by a chat program, or not at all, is taken for what it is', async () => {
    const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#fff' } })
      .webp()
      .toBuffer()
    expect(await prepareFile({ name: 'mmexport1.jpg', bytes })).toMatchObject({
      name: 'mmexport1.jpg',
      mediaType: 'image/jpeg',
    })
    expect((await prepareFile({ name: 'image', bytes })).name).toBe('image.jpg')
  })

  test('that stops in the middle is refused, and one that would unpack to hundreds of millions of pixels before it does', async () => {
    const whole = await phonePhoto(800, 600)
    expect(await refusal(prepareFile({ name: 'a.jpg', bytes: whole.subarray(0, whole.length / 2) }))).toBe(
      'photo-unreadable',
    )
    const bomb = await sharp({
      create: { width: 16000, height: 16000, channels: 3, background: '#000' },
      limitInputPixels: false,
    })
      .png()
      .toBuffer()
    expect(bomb.length).toBeLessThan(2_000_000)
    expect(await refusal(prepareFile({ name: 'a.png', bytes: bomb }))).toBe('photo-too-large')
  })

  test('many at once are all kept', async () => {
    const bytes = await phonePhoto(800, 600)
    const kept = await Promise.all(
      Array.from({ length: 7 }, (_, n) => prepareFile({ name: `${n}.jpg`, bytes })),
    )
    expect(kept.map(({ name }) => name)).toEqual([
      '0.jpg',
      '1.jpg',
      '2.jpg',
      '3.jpg',
      '4.jpg',
      '5.jpg',
      '6.jpg',
    ])
  })

  test('of a kind that few can open is refused with the remedy; a document stays as it came', async () => {
    const heic = Buffer.from('000000186674797068656963000000006d696631', 'hex')
    expect(await refusal(prepareFile({ name: 'IMG_1.jpg', bytes: heic }))).toBe('file-heic')
    const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n')
    expect((await prepareFile({ name: '总结.pdf', bytes: pdf })).bytes).toBe(pdf)
  })
})
