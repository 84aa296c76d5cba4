/** Mails that came back. */
export const bounces = {
  'bounces.title': '退信',
  'bounces.note': '寄出以后又退回来的信，从发信邮箱里读到的',
  'bounces.none': '没有退信。读到的会出现在这里',
  'bounces.read': '发信邮箱随时在读，有退信几分钟内会出现在这里',
  'bounces.readLate': '发信邮箱已有{n}分钟没有读到，可能有退信还没有显示。请管理员核对收信设置',
  'bounces.notRead': '没有设收信邮箱，退信不会自动显示。请管理员设 DUBAN_IMAP_URL，或自己到发信邮箱里看',
  'bounces.person': '联系人和电话',
  'bounces.reason': '原因和办法',
  'bounces.outcome': '怎么记的',
  'bounces.failed': '记为没有送到',
  'bounces.noted': '只作提示：退信没有写明是哪一封，请打电话核实',
  'bounces.delayed': '只作提示：对方邮局还在试',
  'bounces.unmatched': '对不上：近一周没有给这个地址寄过信',
  'did.mail-bounced': '信退回来了',
} as const
