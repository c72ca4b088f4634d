import { type DoseFragment, VaccinationsPageDocument } from '../../../schema/generated/graphql.ts'
import { FactList } from '../../certificate/fact-list.tsx'
import { Part } from '../../graph/part.tsx'
import { writeCountry, writeDay } from '../../language/oslo-time.ts'
import { useWords } from '../../language/words.tsx'
import { PersonPage } from '../person-page.tsx'
import { texts } from '../texts.ts'
import type { PageProps } from './index.ts'

export function VaccinationsPage({ signedOut }: PageProps) {
  const { say } = useWords()
  return (
    <PersonPage
      title={texts.vaccinations}
      document={VaccinationsPageDocument}
      parts={['vaccinations']}
      signedOut={signedOut}
    >
      {({ vaccinations }, told) => (
        <>
          <Part {...told} field="vaccinations" value={vaccinations} empty={<p>{say(texts.noVaccinations)}</p>}>
            {doses => (
              <ul className="rows">
                {doses.map(dose => (
                  <li key={dose.id}>
                    <Dose dose={dose} />
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

/** A dose as SYSVAK has it. A code that nobody knows is shown as it is, never lost. */
function Dose({ dose }: { readonly dose: DoseFragment }) {
  const { say, language } = useWords()
  const { givenOn, code, doseNumber, country, isForeign, isUnknownCode, isAfterRegistered } = dose
  const { vaccine, batchNumber, performer } = dose
  return (
    <article>
      <h2>{vaccine ? vaccine.name : say(texts.unknownVaccine, { code })}</h2>
      {isUnknownCode && <p>{say(texts.unknownCode)}</p>}
      <FactList
        facts={[
          [say(texts.givenOn), writeDay(givenOn, language)],
          [say(texts.protectsAgainst), vaccine?.targetDisease],
          [say(texts.doseNumber), doseNumber],
          [say(texts.givenBy), performer?.name],
          [say(texts.batch), batchNumber],
          [say(texts.country), isForeign ? writeCountry(country, language) : undefined],
        ]}
      />
      {isAfterRegistered && <p className="mark">{say(texts.afterRegistered)}</p>}
    </article>
  )
}
