import { useEffect, useState } from 'react'
import { useWords } from '../language/words.tsx'
import styles from './app.module.css'

/** The time of the day to the second: a picture of a screen stands still, this does not. */
export function LiveClock() {
  const { language } = useWords()
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const written = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'nb-NO', {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'Europe/Oslo',
  }).format(now)
  // A screen reader would read every second: it is asked for, not told.
  return (
    <time className={styles.clock} dateTime={now.toISOString()} aria-live="off">
      {written}
    </time>
  )
}
