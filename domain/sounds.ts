import { pinyin } from 'pinyin-pro'

/** How characters sound in names of places where a dictionary takes another reading first. */
const otherReadings = new Map<string, readonly string[]>([
  ['长', ['chang', 'zhang']],
  ['重', ['chong', 'zhong']],
  ['乐', ['le', 'yue']],
  ['行', ['hang', 'xing']],
  ['朝', ['chao', 'zhao']],
  ['会', ['hui', 'kuai']],
  ['单', ['shan', 'dan']],
  ['厦', ['xia', 'sha']],
  ['六', ['liu', 'lu']],
  ['堡', ['bao', 'bu', 'pu']],
  ['番', ['pan', 'fan']],
  ['圩', ['xu', 'wei']],
  ['都', ['du', 'dou']],
  ['曾', ['zeng', 'ceng']],
  ['莞', ['guan', 'wan']],
])

/**
 * How a name sounds, for finding it by typing: its initials and its syllables, `yxq yuexiuqu`, and the same once more for
 * each other reading. Written where names are written.
 */
export function soundsOf(name: string): string {
  const characters = pinyin(name, { toneType: 'none', type: 'all', nonZh: 'consecutive', v: true })
  const syllables = characters.map(({ isZh, origin, pinyin: sound }) =>
    (isZh ? sound : origin).toLowerCase().replaceAll(/[^a-z0-9]/g, ''),
  )
  const spellings = [syllables]
  characters.forEach(({ origin }, index) => {
    for (const other of otherReadings.get(origin) ?? []) spellings.push(syllables.with(index, other))
  })
  const written = spellings.flatMap((parts) => [
    parts.map((part) => part.slice(0, 1)).join(''),
    parts.join(''),
  ])
  return [...new Set(written)].filter((text) => text !== '').join(' ')
}

/** What somebody typed as it would stand in `soundsOf`; '' where it is no spelling: characters, or a single letter. */
export function typedSound(text: string): string {
  const sound = text.toLowerCase().replaceAll(/[\s'’·-]/g, '')
  return /^(?=.*[a-z])[a-z0-9]{2,}$/.test(sound) ? sound : ''
}
