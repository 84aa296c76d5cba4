import type { Remedy } from '../sendOutcome.ts'
import { statusIn } from './deliveryStatus.ts'

const full =
  /(mailbox|quota|inbox|storage|space)[^.\n]{0,24}(full|exceeded|exceeds|over|insufficient)|over ?quota|out of storage|insufficient (system )?storage|(邮箱|空间|容量|配额)[^。\n]{0,10}(已满|满了|爆满|不足|超)/i
const unknown =
  /\b(user|recipient|mailbox|account|address|addressee)\b[^.\n]{0,40}\b(unknown|not found|not exist|doesn'?t exist|does not exist|not listed|suspended|disabled|inactive|unavailable|invalid)|no such (user|recipient|mailbox|address|account|person)|(unknown|invalid) (user|recipient|mailbox|address|local)|wasn'?t found at|couldn'?t be found|(domain|host)[^.\n]{0,20}(not found|unknown|does not exist)|(用户|收件人|收信人|邮箱|帐户|账户|帐号|账号|地址|域名)[^。\n]{0,10}(不存在|无效|有误|未激活|被?停用|被?注销|被?冻结|被?禁用)|(无此|没有该|没有这个)(用户|邮箱|地址|帐号|账号)|查无此(人|用户)|找不到[^。\n]{0,10}(收件人|用户|地址|域名)/i
const refused =
  /spam|junk|black ?list|block ?list|blocked|\bSPF\b|\bDKIM\b|\bDMARC\b|reputation|policy|unsolicited|not authori[sz]ed|垃圾邮件|反垃圾|黑名单|拒收|拒绝接收|被拒|频率|频度|过于频繁|未通过[^。\n]{0,6}(验证|认证)/i
const later =
  /will (be )?retr|try(ing)? again|still trying|being delayed|delayed|not yet been delivered|temporar|greylist|稍后(会)?(再|重)|继续(尝试|投递|重试)|仍在(尝试|投递)|延迟|暂时/i

/** What can be done about it, by the status where it says it, else by the server's words. */
export function remedyFor(status: string | null, words: string): Remedy {
  const [, subject, detail] = /^[45]\.(\d+)\.(\d+)$/.exec(status ?? '') ?? []
  if (subject === '2' && (detail === '2' || full.test(words))) return 'mailbox-full'
  if (subject === '2' && detail === '1') return 'address-unknown'
  if (subject === '1' && !['7', '8'].includes(detail ?? '')) return 'address-unknown'
  if (subject === '1' || subject === '7') return 'refused-as-spam'
  return remedyByWords(words)
}

function remedyByWords(words: string): Remedy {
  if (full.test(words)) return 'mailbox-full'
  if (unknown.test(words)) return 'address-unknown'
  return refused.test(words) ? 'refused-as-spam' : 'not-delivered'
}

/** It says that it will go on trying. */
export function saysLater(words: string): boolean {
  return later.test(words)
}

const notDelivered =
  /\b[45]\d\d[ -]|无法(投递|送达|发送)|投递失败|发送失败|退回|undeliver|not (be )?delivered|unable to deliver|wasn't able to deliver|delivery (has )?failed/i

/** It says why a mail was not delivered: without it, a letter from a mail server is not about one of ours. */
export function saysWhy(words: string): boolean {
  return statusIn(words) !== null || remedyByWords(words) !== 'not-delivered' || notDelivered.test(words)
}
