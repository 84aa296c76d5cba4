const fixed: Record<string, readonly [month: number, day: number]> = {
  元旦: [1, 1],
  三八: [3, 8],
  妇女节: [3, 8],
  五一: [5, 1],
  劳动节: [5, 1],
  五四: [5, 4],
  青年节: [5, 4],
  六一: [6, 1],
  儿童节: [6, 1],
  七一: [7, 1],
  建党节: [7, 1],
  八一: [8, 1],
  建军节: [8, 1],
  教师节: [9, 10],
  国庆: [10, 1],
  十一: [10, 1],
}

/** The day of a festival that has the same one every year; null for those of the moon's calendar, and for 清明. */
export function festivalDay(name: string): { month: number; day: number } | null {
  const day = fixed[name]
  return day === undefined ? null : { month: day[0], day: day[1] }
}
