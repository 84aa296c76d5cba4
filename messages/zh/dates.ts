/** Days and times as a sentence says them. `.one` is for languages that say one day otherwise. */
export const dates = {
  'date.due': '{date}24时前',
  'date.noDue': '没有期限',
  'date.dueToday': '今天24时截止',
  'days.left.none': '期限前没有工作日了',
  'days.left.one': '还有{n}个工作日',
  'days.left': '还有{n}个工作日',
  'days.past.none': '期限刚过',
  'days.past.one': '已过{n}个工作日',
  'days.past': '已过{n}个工作日',
} as const
