import { type ReactNode, useEffect, useRef } from 'react'
import type { Locale } from '../../schema/scalars/locale.ts'
import { reasonTexts, ruleText } from '../../subgraphs/certificate/verification/browser.ts'
import { writeCountry, writeDay, writeMoment } from '../language/oslo-time.ts'
import { In, useWords } from '../language/words.tsx'
import type { Reason, Verdict } from './check.ts'
import type { StatedFact } from './stated-facts.ts'
import { texts } from './texts.ts'

type VerdictProps = { readonly verdict: Verdict; readonly language: Locale; readonly next: () => void }

/** Green or not, in colour, form and words, and whom to look for in the identity document. */
export function VerdictView({ verdict, language, next }: VerdictProps) {
  const { say } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { reason, at, holder, facts, against } = verdict
  const isGreen = reason === undefined
  return (
    <article className="verdict" data-verdict={isGreen ? 'green' : 'red'} data-reason={reason}>
      <h1 ref={heading} tabIndex={-1}>
        <Sign isGreen={isGreen} />
        {say(isGreen ? texts.green : texts.notGreen)}
      </h1>
      <p className="lead">
        {isGreen
          ? say(texts.compare)
          : at
            ? say(texts.expiredThen, { when: writeMoment(at.toISOString(), language) })
            : say(textOf(reason))}
      </p>
      <dl>
        {holder && <Line name={say(texts.name)} value={holder.name} />}
        {holder && <Line name={say(texts.birthDate)} value={writeBirth(holder.birthDate, language)} />}
        {facts?.map(fact => (
          <Line key={fact.field} name={say(texts[fact.field])} value={<FactValue fact={fact} language={language} />} />
        ))}
      </dl>
      {against && against.length > 0 && (
        <>
          <h2>{say(texts.rulesTitle)}</h2>
          <ul>
            {against.map(({ rule }) => {
              const { text, language: written } = ruleText(rule, language)
              return (
                <li key={rule.identifier}>
                  <In language={written}>{text}</In>
                </li>
              )
            })}
          </ul>
        </>
      )}
      <button type="button" onClick={next}>
        {say(texts.next)}
      </button>
    </article>
  )
}

const isOurs = (reason: Reason): reason is Exclude<Reason, keyof typeof reasonTexts> => !(reason in reasonTexts)
const textOf = (reason: Reason) => (isOurs(reason) ? texts[reason] : reasonTexts[reason])

function Sign({ isGreen }: { readonly isGreen: boolean }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="11" />
      <path d={isGreen ? 'M6.5 12.5l4 4 7-8' : 'M7.5 7.5l9 9m0-9l-9 9'} />
    </svg>
  )
}

function Line({ name, value }: { readonly name: ReactNode; readonly value: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** Some people’s year of birth is all that is known. */
const writeBirth = (day: string, language: Locale): string =>
  /^\d{4}-\d\d-\d\d$/.test(day) ? writeDay(day, language) : day

/** The EU’s value sets are in English. */
function FactValue({
  fact: { field, kind, value },
  language,
}: {
  readonly fact: StatedFact
  readonly language: Locale
}) {
  if (field === 'co') return writeCountry(value, language)
  switch (kind) {
    case 'day':
      return /^\d{4}-\d\d-\d\d/.test(value) ? writeDay(value.slice(0, 10), language) : value
    case 'moment':
      return Number.isNaN(Date.parse(value)) ? value : writeMoment(value, language)
    case 'code':
      return <In language="en">{value}</In>
    case 'text':
      return value
    default:
      return kind satisfies never
  }
}
