import { parseLocalDate, startOfOsloDay } from '../../../schema/scalars/local-date.ts'

const zoned = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/
const local = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?/

/** An instant as Fiks writes it: with its offset, or by the clock and calendar of Norway. */
export function parseInstant(text: string): Date | undefined {
  if (zoned.test(text)) {
    const instant = new Date(text)
    return Number.isNaN(instant.getTime()) ? undefined : instant
  }
  const [, date = '', hour = '0', minute = '0', second = '0'] = local.exec(text) ?? []
  const day = parseLocalDate(date)
  if (!day) return undefined
  const midnight = startOfOsloDay(day).getTime()
  const wanted = (Number(hour) * 60 + Number(minute)) * 60 + Number(second)
  // On the day that summer time begins or ends, midnight and the hour asked for differ by one.
  const guess = new Date(midnight + wanted * 1000)
  return new Date(guess.getTime() + (wanted - secondsByTheClock(guess)) * 1000)
}

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Oslo',
  hourCycle: 'h23',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

function secondsByTheClock(instant: Date): number {
  const [hour = 0, minute = 0, second = 0] = clock.format(instant).split(':').map(Number)
  return (hour * 60 + minute) * 60 + second
}
