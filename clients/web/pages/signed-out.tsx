import Button from '@helsenorge/designsystem-react/components/Button'
import { SignInOutcome } from '../../graph/sign-in-outcome.tsx'
import { useWords } from '../../language/words.tsx'
import { Page } from '../page.tsx'
import { home } from '../router.tsx'
import { signInAddress } from '../session.ts'
import { texts } from '../texts.ts'

/** Nobody is signed in: at the front page that is how one comes, at another that the sign-in is over. */
export function SignedOutPage({ path }: { readonly path: string }) {
  const { say } = useWords()
  const isFront = path === home
  return (
    <Page title={isFront ? texts.home : texts.expiredTitle}>
      <SignInOutcome />
      <p className="lead">{say(isFront ? texts.signedOutIntro : texts.expired)}</p>
      <p>
        <Button htmlMarkup="a" href={signInAddress()} size="large" arrow="icon">
          {say(isFront ? texts.signIn : texts.signInAgain)}
        </Button>
      </p>
    </Page>
  )
}
