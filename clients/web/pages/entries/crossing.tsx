import type { CrossingFragment } from '../../../../schema/generated/graphql.ts'
import { FactList } from '../../../certificate/fact-list.tsx'
import { writeCountry, writeDay, writeMoment } from '../../../language/oslo-time.ts'
import { useWords } from '../../../language/words.tsx'
import { texts } from './texts.ts'

/** One crossing of the border as it was registered, and what follow-up has come to. */
export function CrossingCard({ crossing }: { readonly crossing: CrossingFragment }) {
  const { say, language } = useWords()
  const { source, travelledOn, registeredAt, fromCountry, borderCrossing, stayAddress, postalCode } = crossing
  const { entryMunicipality, quarantine, employer, partySize, phone, email, followUp, contacts, suspectedBreaches } =
    crossing
  const { choice, hotel } = quarantine
  const days = hotel && [hotel.arrivalOn, hotel.departureOn].map(day => (day ? writeDay(day, language) : '…'))
  const address = [stayAddress, postalCode, entryMunicipality?.name].filter(Boolean).join(', ')
  return (
    <article>
      <h2>{say(texts.arrived, { day: writeDay(travelledOn, language) })}</h2>
      <p className="mark">{say(texts[`follow_${followUp}`])}</p>
      <FactList
        facts={[
          [say(texts.fromCountry), fromCountry && writeCountry(fromCountry, language)],
          [say(texts.borderCrossing), borderCrossing],
          [say(texts.stay), address || undefined],
          [say(texts.quarantine), choice && say(texts[choice])],
          [say(texts.hotel), hotel && `${hotel.name}, ${days?.join(' – ')}`],
          [say(texts.employer), employer?.name],
          [say(texts.party), partySize],
          [say(texts.reachedAt), [phone, email].filter(Boolean).join(', ') || undefined],
          [say(texts.registeredAt), writeMoment(registeredAt, language)],
          [say(texts.register), say(texts[source])],
        ]}
      />
      {contacts && contacts.length > 0 && (
        <details>
          <summary>{say(texts.contacts, { count: contacts.length })}</summary>
          <ul>
            {contacts.map(({ contactedAt, outcome, answer, healthNote }) => (
              <li key={contactedAt}>
                {writeMoment(contactedAt, language)}: {say(texts[outcome])} {answer} {healthNote}
              </li>
            ))}
          </ul>
        </details>
      )}
      {suspectedBreaches && suspectedBreaches.length > 0 && (
        <details>
          <summary>{say(texts.breaches, { count: suspectedBreaches.length })}</summary>
          <ul>
            {suspectedBreaches.map(({ suspectedAt, kind, description }) => (
              <li key={suspectedAt}>
                {writeMoment(suspectedAt, language)}: {say(texts[kind])} {description}
              </li>
            ))}
          </ul>
        </details>
      )}
    </article>
  )
}
