import NotificationPanel from '@helsenorge/designsystem-react/components/NotificationPanel'
import { useWords } from '../language/words.tsx'
import { texts } from './texts.ts'

/** What the server says of a sign-in that came to nothing, in the address it comes back to (`web/server/web-server.ts`). */
const outcomes = { cancelled: texts.cancelled, refused: texts.refused, unavailable: texts.unavailable }

function outcomeNow(): keyof typeof outcomes | undefined {
  const told = new URLSearchParams(location.search).get('sign-in')
  return told !== null && Object.hasOwn(outcomes, told) ? (told as keyof typeof outcomes) : undefined
}

/** How the sign-in ended, where it did not. */
export function SignInOutcome() {
  const { say } = useWords()
  const outcome = outcomeNow()
  if (outcome === undefined) return null
  return (
    <NotificationPanel variant={outcome === 'cancelled' ? 'info' : 'warn'} role="alert" fluid>
      <p>{say(outcomes[outcome])}</p>
    </NotificationPanel>
  )
}
