import { describe, expect, it } from 'vitest'
import { workingCalendar } from '../../domain/calendar.ts'
import { chinaHolidays } from '../../domain/chinaHolidays.ts'
import { localDate, weekdayOf } from '../../domain/time.ts'

const { exceptions, announcedYears } = chinaHolidays()
const calendar = workingCalendar({
  zone: 'Asia/Shanghai',
  hours: { start: '08:30', end: '16:30' },
  exceptions,
  announcedYears,
})
const on = (text: string) => {
  const date = localDate(text)
  return `${calendar.isWorking(date) ? 'works' : 'rests'}: ${calendar.reasonOf(date)}`
}

describe('the seed of China’s holidays', () => {
  it('knows 2004 to 2026 and claims no other year', () => {
    expect(announcedYears).toEqual(Array.from({ length: 23 }, (_, index) => 2004 + index))
    expect(calendar.isAnnounced(2003)).toBe(false)
    expect(calendar.isAnnounced(2027)).toBe(false)
    expect(new Set(exceptions.map((one) => Number(one.date.slice(0, 4))))).toEqual(new Set(announcedYears))
  })

  it('rests on 1 to 3 May 2014 and makes up for it on Sunday the 4th', () => {
    for (const day of ['01', '02', '03']) expect(on(`2014-05-${day}`)).toBe('rests: 劳动节')
    expect(on('2014-05-04')).toBe('works: 补班（劳动节）')
    expect(on('2014-05-05')).toBe('works: weekday')
    expect(on('2014-05-10')).toBe('rests: weekend')
  })

  it('has the Spring Festival of 2020 until 2 February, as it was extended', () => {
    expect(on('2020-01-19')).toBe('works: 补班（春节）')
    for (const day of ['01-24', '01-31', '02-01', '02-02']) expect(on(`2020-${day}`)).toBe('rests: 春节')
    expect(on('2020-02-03')).toBe('works: weekday')
  })

  it('names the one-off holiday of 3 September 2015', () => {
    expect(on('2015-09-03')).toMatch(/^rests: .*抗日战争.*纪念日$/)
    expect(on('2015-09-06')).toMatch(/^works: 补班（/)
  })

  it('makes up for holidays on weekends only, and lists no day twice', () => {
    for (const { date, working } of exceptions) if (working) expect(weekdayOf(date)).toBeGreaterThan(5)
    expect(new Set(exceptions.map((one) => one.date)).size).toBe(exceptions.length)
  })
})
