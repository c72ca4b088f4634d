import { useCallback, useEffect, useState } from 'react'
import { home } from './router.tsx'

/** Undefined until known. */
export type Session = { readonly isSignedIn: boolean; readonly minutesLeft: number } | undefined

/** Told this long before it ends (WCAG 2.2.1). */
const warningMinutes = 2

/** Whether somebody is signed in, and how long for; the last minutes are counted. */
export function useSession(): readonly [Session, signedOut: () => void] {
  const [endsAt, setEndsAt] = useState<number | undefined>()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const tell = (secondsLeft: number) => {
      const told = Date.now()
      setNow(told)
      setEndsAt(told + secondsLeft * 1000)
    }
    fetch(`${home}session`)
      .then(async response => tell((await response.json()).secondsLeft))
      .catch(() => tell(0))
  }, [])
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 15_000)
    return () => clearInterval(timer)
  }, [])
  const signedOut = useCallback(() => setEndsAt(0), [])
  const session =
    endsAt === undefined
      ? undefined
      : { isSignedIn: endsAt > now, minutesLeft: Math.max(0, Math.ceil((endsAt - now) / 60_000)) }
  return [session, signedOut]
}

export const endsSoon = (session: Session): boolean =>
  session?.isSignedIn === true && session.minutesLeft <= warningMinutes

/** Where one signs in, and comes back to the page one was at. */
export function signInAddress({ level }: { readonly level?: 'high' } = {}): string {
  const query = new URLSearchParams(level && { level })
  query.set('then', location.pathname)
  return `${home}sign-in?${query}`
}
