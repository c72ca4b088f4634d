import { useWords } from '../../language/words.tsx'
import { Page } from '../page.tsx'
import { home, Link } from '../router.tsx'
import { texts } from '../texts.ts'

export function NotFoundPage() {
  const { say } = useWords()
  return (
    <Page title={texts.notFoundTitle}>
      <p>{say(texts.notFound)}</p>
      <p>
        <Link href={home}>{say(texts.toHome)}</Link>
      </p>
    </Page>
  )
}
