import type { ChangeFragment } from '../../../../schema/generated/graphql.ts'
import { writeMoment } from '../../../language/oslo-time.ts'
import { useWords } from '../../../language/words.tsx'
import { texts } from './texts.ts'

/** One line of the history: what was decided, when, by whom, and on what evidence. */
export function ChangeLine({ change }: { readonly change: ChangeFragment }) {
  const { say, language } = useWords()
  const { definition, isActive, decidedAt, registeredAt, madeBy, registeredBy, evidence } = change
  const [decided, registered] = [decidedAt, registeredAt].map(moment => writeMoment(moment, language))
  return (
    <>
      <strong>{definition?.name ?? say(texts.noLongerThere)}</strong>
      <span>
        {definition && say(texts[`${definition.kind}_${isActive ? 'ACTIVE' : 'ENDED'}`])} {decided}
      </span>
      <span>
        {say(texts[`by_${madeBy}`])}
        {registeredBy && `, ${registeredBy}`}
        {registered !== decided && say(texts.registered, { when: registered ?? '' })}
        {evidence && say(texts.evidence, { kind: evidence.mediaType })}
      </span>
    </>
  )
}
