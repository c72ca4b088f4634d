import type { LineFragment } from '../../../../schema/generated/graphql.ts'
import { FactList } from '../../../certificate/fact-list.tsx'
import { writeMoment } from '../../../language/oslo-time.ts'
import { useWords } from '../../../language/words.tsx'
import { texts } from './texts.ts'

/** One time that somebody saw the data or got a copy: who, when, what, why and by what right. */
export function LogLine({ line }: { readonly line: LineFragment }) {
  const { say, language } = useWords()
  const { at, areaName, registerName, purpose, legalBasis, actor, representedBy, recipient, reference } = line
  const { isYou, name, roleName, hprNumber, organisation, parentOrganisation, application } = actor
  const who = isYou ? say(texts.you) : (representedBy?.name?.full ?? name ?? organisation?.name ?? roleName)
  return (
    <article>
      <h2>{who}</h2>
      <FactList
        facts={[
          [say(texts.when), writeMoment(at, language)],
          [say(texts.what), `${areaName} (${registerName})`],
          [say(texts.recipient), recipient?.name],
          [say(texts.why), purpose],
          [say(texts.right), legalBasis],
          [say(texts.role), isYou ? undefined : roleName],
          [say(texts.organisation), organisation && placeOf(organisation.name, parentOrganisation?.name)],
        ]}
      />
      <details>
        <summary>{say(texts.more)}</summary>
        <FactList
          facts={[
            [say(texts.hpr), hprNumber],
            [say(texts.application), application],
            [say(texts.reference), <code key="reference">{reference}</code>],
          ]}
        />
      </details>
    </article>
  )
}

const placeOf = (unit: string, parent: string | undefined): string =>
  parent === undefined || parent === unit ? unit : `${unit}, ${parent}`
