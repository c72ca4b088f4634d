import Button from '@helsenorge/designsystem-react/components/Button'
import NotificationPanel from '@helsenorge/designsystem-react/components/NotificationPanel'
import { useWords } from '../../language/words.tsx'
import { Page } from '../page.tsx'
import { home } from '../router.tsx'
import { signInAddress } from '../session.ts'
import { texts } from '../texts.ts'

/** What the server says of a sign-in that came to nothing (`server/web-server.ts`). */
const outcomes = { cancelled: texts.cancelled, refused: texts.refused, unavailable: texts.unavailable }

function outcomeNow(): keyof typeof outcomes | undefined {
  const told = new URLSearchParams(location.search).get('sign-in')
  return told !== null && Object.hasOwn(outcomes, told) ? (told as keyof typeof outcomes) : undefined
}

/** Nobody is signed in: at the front page that is how one comes, at another that the sign-in is over. */
export function SignedOutPage({ path }: { readonly path: string }) {
  const { say } = useWords()
  const outcome = outcomeNow()
  const isFront = path === home
  return (
    <Page title={isFront ? texts.home : texts.expiredTitle}>
      {outcome && (
        <NotificationPanel variant={outcome === 'cancelled' ? 'info' : 'warn'} role="alert" fluid>
          <p>{say(outcomes[outcome])}</p>
        </NotificationPanel>
      )}
      <p className="lead">{say(isFront ? texts.signedOutIntro : texts.expired)}</p>
      <p>
        <Button htmlMarkup="a" href={signInAddress()} size="large" arrow="icon">
          {say(isFront ? texts.signIn : texts.signInAgain)}
        </Button>
      </p>
    </Page>
  )
}
