/** What pages say. Grouped by page; words that several pages share come first. */
export const pages = {
  'page.name': '督办',
  'page.skip': '跳到正文',
  'page.signIn': '登录',
  'page.signOut': '退出',
  'page.back': '返回',
  'page.empty.review': '没有待审的。新报的会出现在这里',
  'page.ask': '问题请找{whom}',
} as const
