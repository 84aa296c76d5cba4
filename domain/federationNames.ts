import type { Random } from './random.ts'

/** A district or county with its share of the streets and townships; the shares add up to 127 and 172. */
export interface Place {
  name: string
  code: string
  streets: number
  townships: number
}

export const districts: readonly Place[] = [
  { name: '道里区', code: 'DL', streets: 19, townships: 4 },
  { name: '道外区', code: 'DW', streets: 22, townships: 4 },
  { name: '南岗区', code: 'NG', streets: 18, townships: 2 },
  { name: '香坊区', code: 'XF', streets: 20, townships: 5 },
  { name: '平房区', code: 'PF', streets: 8, townships: 1 },
  { name: '松北区', code: 'SB', streets: 7, townships: 2 },
  { name: '呼兰区', code: 'HL', streets: 10, townships: 10 },
  { name: '阿城区', code: 'AC', streets: 9, townships: 10 },
  { name: '双城区', code: 'SC', streets: 9, townships: 16 },
]

export const counties: readonly Place[] = [
  { name: '五常市', code: 'WC', streets: 2, townships: 24 },
  { name: '尚志市', code: 'SZ', streets: 1, townships: 17 },
  { name: '依兰县', code: 'YL', streets: 1, townships: 9 },
  { name: '方正县', code: 'FZ', streets: 0, townships: 8 },
  { name: '宾县', code: 'BX', streets: 1, townships: 17 },
  { name: '巴彦县', code: 'BY', streets: 0, townships: 18 },
  { name: '木兰县', code: 'ML', streets: 0, townships: 8 },
  { name: '通河县', code: 'TH', streets: 0, townships: 8 },
  { name: '延寿县', code: 'YS', streets: 0, townships: 9 },
]

export const associations: readonly string[] = [
  '女企业家协会',
  '女科技工作者协会',
  '女法律工作者协会',
  '女医务工作者协会',
  '女教育工作者协会',
  '女新闻工作者协会',
  '女知识分子联谊会',
  '女摄影爱好者协会',
  '女书画爱好者协会',
  '女作者联谊会',
  '女体育工作者协会',
  '女农业技术人员协会',
  '女工程师联谊会',
  '女会计师联谊会',
  '女经纪人协会',
  '女园艺爱好者协会',
  '女职工技能协会',
  '手工编织协会',
  '家政服务协会',
  '家庭教育研究会',
  '巾帼志愿者协会',
]

const firstOfPlace = '安和新永兴东西南北春松文建民丰德祥福康庆'
const secondOfPlace = '宁平阳华光林山河乐顺昌盛源泉岭湾江原桥溪'
const combinations = firstOfPlace.length * secondOfPlace.length
/** Without a factor in common with 400, so that a walk by one of them meets every combination. */
const strides = [47, 67, 91, 113, 137, 151, 163, 171, 187, 193]

/** Names of places under one parent: the n-th is never one of the earlier ones. */
export function placeNames(random: Random): (n: number) => string {
  const start = Math.floor(random() * combinations)
  const stride = strides[Math.floor(random() * strides.length)] ?? 47
  return (n) => {
    const index = (start + n * stride) % combinations
    const first = firstOfPlace.charAt(Math.floor(index / secondOfPlace.length))
    const round = Math.floor(n / combinations)
    return first + secondOfPlace.charAt(index % secondOfPlace.length) + (round === 0 ? '' : String(round + 1))
  }
}

const surnames = '王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹'
const firstOfGiven = '秀玉春雪丽文晓佳思雅淑月海红桂'
const secondOfGiven = '兰梅霞英华芳敏静琳洁萍云莹娟蓉'

function charOf(random: Random, text: string): string {
  return text.charAt(Math.floor(random() * text.length))
}

/** A name that nobody was asked for; that somebody bears it is chance. */
export function personName(random: Random): string {
  return charOf(random, surnames) + charOf(random, firstOfGiven) + charOf(random, secondOfGiven)
}
