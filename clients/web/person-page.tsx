import type { ReactNode } from 'react'
import type { NamedFragment, RepresentedByFragment, TypedDocumentString } from '../../schema/generated/graphql.ts'
import type { LocalText } from '../../schema/scalars/locale.ts'
import { Part, type Told } from '../graph/part.tsx'
import { useWords } from '../language/words.tsx'
import { type AboutPerson, personIn, useWhom, variablesFor, type WhomVariables } from '../whom/whom.ts'
import { AnswerPage } from './answer-page.tsx'
import type { PageProps } from './pages/index.ts'
import { home, Link } from './router.tsx'
import { texts } from './texts.ts'
import { Whose } from './whose.tsx'

type PersonPageProps<Person, Variables> = PageProps & {
  readonly title: LocalText
  readonly document: TypedDocumentString<AboutPerson<Person, RepresentedByFragment>, WhomVariables & Variables>
  /** Beside whom it is about. */
  readonly variables?: Variables
  /** What stands above the answer, and stays while it is asked for. */
  readonly above?: ReactNode
  /** The fields of the person that are parts of the page (`Part`). */
  readonly parts?: readonly (keyof Person & string)[]
  readonly children: (person: Person, told: Told, right: RepresentedByFragment | undefined) => ReactNode
}

/** A page about the person who is signed in or about somebody she represents: the same question, the same page. */
export function PersonPage<Person extends NamedFragment, Variables extends object>(
  props: PersonPageProps<Person, Variables>,
) {
  const { title, document, variables, above, parts, signedOut, children } = props
  const { say } = useWords()
  const whom = useWhom()
  const asked = { ...variablesFor(whom), ...variables } as WhomVariables & Variables
  return (
    <AnswerPage title={title} document={document} variables={asked} above={above} signedOut={signedOut}>
      {(data, told) => {
        const person = data && personIn(data, whom)
        if (whom === undefined) {
          return (
            <Part {...told} value={data?.me && person} empty={<p>{say(texts.noPerson)}</p>} parts={parts}>
              {self => (
                <>
                  <Whose name={self.name} />
                  {children(self, told, undefined)}
                </>
              )}
            </Part>
          )
        }
        const toldOfAnother = { ...told, at: ['me', 'representations', 0, 'person'] }
        return (
          <Part
            {...told}
            field="representations"
            value={data?.me?.representations}
            empty={<NobodyToShow />}
            // What lacks inside is told there.
            parts={[0]}
          >
            {([right]) => (
              <Part {...toldOfAnother} value={person} empty={<NobodyToShow />} parts={parts}>
                {another => (
                  <>
                    <Whose name={another.name} right={right} />
                    {children(another, toldOfAnother, right)}
                  </>
                )}
              </Part>
            )}
          </Part>
        )
      }}
    </AnswerPage>
  )
}

/** The right has ended, or was another's: nothing tells which. */
function NobodyToShow() {
  const { say } = useWords()
  return (
    <>
      <p>{say(texts.noRight)}</p>
      <p>
        <Link href={`${home}persons`}>{say(texts.changePerson)}</Link>
      </p>
    </>
  )
}
