import { describe, expect, test } from 'vitest'
import { soundsOf, typedSound } from '../../domain/sounds.ts'

const found = (name: string, typed: string): boolean => {
  const sound = typedSound(typed)
  return sound !== '' && soundsOf(name).includes(sound)
}

describe('a name is found by how it sounds', () => {
  test.each([
    ['越秀区', 'yxq'],
    ['越秀区', 'yuexiu'],
    ['广州市越秀区妇联', 'yxq'],
    ['广州市越秀区妇联', 'Yue Xiu'],
    ['广州市越秀区妇联', "yue'xiu qu"],
    ['重庆市长寿区妇联', 'cqscsq'],
    ['重庆市长寿区妇联', 'changshou'],
    ['番禺区妇联', 'panyu'],
    ['哈尔滨市道外区太古街道妇联', 'dwqtg'],
    ['吕梁市妇联', 'lvliang'],
    ['Duban 2号社区', 'duban2h'],
  ])('%s by %s', (name, typed) => {
    expect(found(name, typed)).toBe(true)
  })

  test('and not by what does not sound like it', () => {
    expect(found('越秀区', 'xyq')).toBe(false)
    expect(found('越秀区', 'yuexiuxian')).toBe(false)
  })

  test('what is typed in characters, or is a single letter, is no spelling', () => {
    expect(['越秀', 'y', '', '2014', '越xiu'].map(typedSound)).toEqual(['', '', '', '', ''])
  })
})
