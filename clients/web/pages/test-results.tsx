import { type SampleResultFragment, TestResultsPageDocument } from '../../../schema/generated/graphql.ts'
import { FactList } from '../../certificate/fact-list.tsx'
import { Part } from '../../graph/part.tsx'
import { writeMoment } from '../../language/oslo-time.ts'
import { useWords } from '../../language/words.tsx'
import { PersonPage } from '../person-page.tsx'
import { texts } from '../texts.ts'
import type { PageProps } from './index.ts'

export function TestResultsPage({ signedOut }: PageProps) {
  const { say } = useWords()
  return (
    <PersonPage
      title={texts.testResults}
      document={TestResultsPageDocument}
      parts={['testResults']}
      signedOut={signedOut}
    >
      {({ testResults }, told) => (
        <>
          <Part {...told} field="testResults" value={testResults} empty={<p>{say(texts.noTestResults)}</p>}>
            {results => (
              <ul className="rows">
                {results.map(result => (
                  <li key={result.id}>
                    <Sample result={result} />
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

/** One sample with the answer that counts; the laboratory's own words are always there. */
function Sample({ result }: { readonly result: SampleResultFragment }) {
  const { say, language } = useWords()
  const { method, outcome, state, sampledAt, receivedAt, testName, resultText, laboratory, performer, versions } =
    result
  const received = writeMoment(receivedAt, language)
  return (
    <article>
      <h2>{say(texts[outcome])}</h2>
      {state !== 'FINAL' && <p className="mark">{say(texts[state])}</p>}
      {state === 'PRELIMINARY' && <p>{say(texts.preliminaryAdvice)}</p>}
      <FactList
        facts={[
          [
            say(texts.sampledAt),
            sampledAt ? writeMoment(sampledAt, language) : say(texts.sampleTimeUnknown, { when: received }),
          ],
          [say(texts.method), say(texts[method])],
          [say(texts.testName), testName],
          [say(texts.words), resultText],
          [say(texts.laboratory), laboratory?.name],
          [say(texts.sampledBy), performer?.name],
          [say(texts.receivedAt), received],
        ]}
      />
      {versions.length > 1 && (
        <details>
          <summary>{say(texts.allAnswers, { count: versions.length })}</summary>
          <ol>
            {versions.map(version => (
              <li key={version.receivedAt}>
                {writeMoment(version.receivedAt, language)}: {say(texts[version.state])}, {say(texts[version.outcome])}{' '}
                ({version.resultText})
              </li>
            ))}
          </ol>
        </details>
      )}
    </article>
  )
}
