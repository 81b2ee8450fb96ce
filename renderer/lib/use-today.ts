import { getLocalTimeZone, today } from '@internationalized/date'
import { useEffect, useState } from 'react'

/** How often the date is looked at, in ms: timers stop while a computer sleeps, so a timer to midnight would be late. */
const lookEvery = 30_000

const now = () => today(getLocalTimeZone()).toString()

/** Today on this computer's calendar, `YYYY-MM-DD`; changes at midnight. */
export function useToday(): string {
  const [date, setDate] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setDate(now()), lookEvery)
    return () => clearInterval(timer)
  }, [])
  return date
}
