import { EntriesPageDocument } from '../../../../schema/generated/graphql.ts'
import { Part } from '../../../graph/part.tsx'
import { useWords } from '../../../language/words.tsx'
import { PersonPage } from '../../person-page.tsx'
import type { PageProps } from '../index.ts'
import { CrossingCard } from './crossing.tsx'
import { texts } from './texts.ts'

/** What a traveller has registered when crossing the border, for as long as the registers may keep it. */
export function EntriesPage({ signedOut }: PageProps) {
  const { say } = useWords()
  return (
    <PersonPage title={texts.title} document={EntriesPageDocument} parts={['entries']} signedOut={signedOut}>
      {({ entries }, told) => (
        <>
          <p>{say(texts.intro)}</p>
          <Part {...told} field="entries" value={entries} empty={<p>{say(texts.none)}</p>}>
            {found => (
              <ul className="rows">
                {found.map(entry => (
                  <li key={entry.id}>
                    <CrossingCard crossing={entry} />
                  </li>
                ))}
              </ul>
            )}
          </Part>
        </>
      )}
    </PersonPage>
  )
}
