import type { LineFragment } from '../../../../schema/generated/graphql.ts'
import { FactList } from '../../../certificate/fact-list.tsx'
import { writeMoment } from '../../../language/oslo-time.ts'
import { useWords } from '../../../language/words.tsx'
import { texts } from './texts.ts'

/**
 * One request of somebody: who, when, what, why and by what right. The log has a line for each kind of data that the
 * request opened.
 */
export function Visit({ lines: [first, ...others] }: { readonly lines: readonly [LineFragment, ...LineFragment[]] }) {
  const { say, language } = useWords()
  const { at, actor, representedBy, recipient, reference } = first
  const { isYou, name, roleName, hprNumber, organisation, parentOrganisation, application } = actor
  const lines = [first, ...others]
  const distinct = (values: readonly string[]) => [...new Set(values)].join('; ')
  const who = isYou ? say(texts.you) : (representedBy?.name?.full ?? name ?? organisation?.name ?? roleName)
  return (
    <article>
      <h2>{who}</h2>
      <FactList
        facts={[
          [say(texts.when), writeMoment(at, language)],
          [say(texts.what), lines.map(({ areaName, registerName }) => `${areaName} (${registerName})`).join(', ')],
          [say(texts.recipient), recipient?.name],
          [say(texts.role), isYou ? undefined : roleName],
          [say(texts.organisation), organisation && placeOf(organisation.name, parentOrganisation?.name)],
          [say(texts.why), distinct(lines.map(line => line.purpose))],
        ]}
      />
      <details>
        <summary>{say(texts.more)}</summary>
        <FactList
          facts={[
            [say(texts.right), distinct(lines.map(line => line.legalBasis))],
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
