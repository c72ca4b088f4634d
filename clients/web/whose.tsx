import type { NamedFragment, RepresentedByFragment } from '../../schema/generated/graphql.ts'
import { writeDay } from '../language/oslo-time.ts'
import { useWords } from '../language/words.tsx'
import { home, Link } from './router.tsx'
import { texts } from './texts.ts'

type WhoseProps = {
  readonly name: NamedFragment['name']
  /** By what right somebody else sees it. */
  readonly right?: RepresentedByFragment | undefined
}

/** Whose data these are; of somebody else also by what right they are shown, and what that opens. */
export function Whose({ name, right }: WhoseProps) {
  const { say } = useWords()
  if (!right) return name && <p className="lead">{name.full}</p>
  return (
    <aside className="whose">
      <p className="whose-name">{say(texts.youSee, { name: name?.full ?? '–' })}</p>
      <Right right={right} />
      <p className="whose-ways">
        <Link href={home}>{say(texts.toOwn)}</Link>
        <Link href={`${home}persons`}>{say(texts.changePerson)}</Link>
      </p>
    </aside>
  )
}

/** A right in words: what it is, what it opens, until when. */
export function Right({ right: { basis, areas, validUntil } }: { readonly right: RepresentedByFragment }) {
  const { say, plain, language } = useWords()
  const opened = new Intl.ListFormat(language === 'en' ? 'en-GB' : 'nb-NO').format(
    areas.filter(area => area !== 'IDENTITY').map(area => plain(texts[`opens_${area}`])),
  )
  return (
    <p className="right">
      {say(texts[basis])} {say(texts.youMaySee, { areas: opened })}{' '}
      {validUntil && say(texts.rightUntil, { day: writeDay(validUntil, language) })}
    </p>
  )
}
