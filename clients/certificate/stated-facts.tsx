import type { StatedFragment } from '../../schema/generated/graphql.ts'
import { writeCountry, writeDay, writeMoment } from '../language/oslo-time.ts'
import { In, useWords } from '../language/words.tsx'
import { type Fact, FactList } from './fact-list.tsx'
import { texts } from './texts.ts'

/** What a certificate states beside its headline. The EU's value sets are in English; the codes people meet are not. */
export function StatedFacts({ content, more }: { readonly content: StatedFragment; readonly more: readonly Fact[] }) {
  const words = useWords()
  return <FactList facts={[...factsOf(content, words), ...more]} />
}

/** What tells one certificate from the next. */
export function Headline({ content }: { readonly content: StatedFragment }) {
  const { say, language } = useWords()
  switch (content.__typename) {
    case 'VaccinationContent':
      return say(texts.doseNumber, { dose: content.dose, doses: content.doses })
    case 'TestContent':
      return say(texts.sampledAt, { when: writeMoment(content.sampledAt, language) })
    case 'RecoveryContent': {
      const { validFrom, validUntil } = content
      return say(texts.valid, { from: writeDay(validFrom, language), until: writeDay(validUntil, language) })
    }
    default:
      return content satisfies never
  }
}

const knownCodes = ['260415000', '260373001', 'LP6464-4', 'LP217198-3'] as const
const isKnown = (code: string): code is (typeof knownCodes)[number] => knownCodes.some(known => known === code)

function factsOf(content: StatedFragment, { say, language }: ReturnType<typeof useWords>): readonly Fact[] {
  const country: Fact = [say(texts.country), writeCountry(content.country, language)]
  const english = (code: { readonly display: string }) => <In language="en">{code.display}</In>
  switch (content.__typename) {
    case 'VaccinationContent':
      return [
        [say(texts.vaccine), english(content.product)],
        [say(texts.manufacturer), english(content.manufacturer)],
        [say(texts.givenOn), writeDay(content.givenOn, language)],
        country,
      ]
    case 'TestContent':
      return [
        [
          say(texts.testResult),
          isKnown(content.result.code) ? say(texts[content.result.code]) : english(content.result),
        ],
        [say(texts.testType), isKnown(content.type.code) ? say(texts[content.type.code]) : english(content.type)],
        [say(texts.testName), content.testName],
        [say(texts.testingCentre), content.testingCentre],
        country,
      ]
    case 'RecoveryContent':
      return [[say(texts.firstPositiveOn), writeDay(content.firstPositiveOn, language)], country]
    default:
      return content satisfies never
  }
}
