import Icon from '@helsenorge/designsystem-react/components/Icon'
import Group from '@helsenorge/designsystem-react/components/Icons/Group'
import Person from '@helsenorge/designsystem-react/components/Icons/Person'
import LinkList from '@helsenorge/designsystem-react/components/LinkList'
import { PersonsPageDocument, type PersonsPageQuery } from '../../../../schema/generated/graphql.ts'
import { Part } from '../../../graph/part.tsx'
import { writeDay } from '../../../language/oslo-time.ts'
import { useWords } from '../../../language/words.tsx'
import { AnswerPage } from '../../answer-page.tsx'
import { follow, home, pathTo } from '../../router.tsx'
import { texts as webTexts } from '../../texts.ts'
import { Right } from '../../whose.tsx'
import type { PageProps } from '../index.ts'
import { texts } from './texts.ts'

type Representation = NonNullable<NonNullable<PersonsPageQuery['me']>['representations']>[number]

/** Whom one can see the pages of: oneself, and those one may act for today. */
export function PersonsPage({ signedOut }: PageProps) {
  const { say } = useWords()
  return (
    <AnswerPage title={texts.title} document={PersonsPageDocument} variables={{}} signedOut={signedOut}>
      {(data, told) => (
        <Part {...told} value={data?.me} empty={<p>{say(webTexts.noPerson)}</p>} parts={['representations']}>
          {({ name, representations }) => (
            <>
              <p>{say(texts.intro)}</p>
              <LinkList chevron color="blueberry" variant="fill">
                <LinkList.Link href={home} icon={<Icon svgIcon={Person} />} onClick={event => follow(event, home)}>
                  <span className="entry">
                    <strong>{name?.full}</strong>
                    <span>{say(texts.yourself)}</span>
                  </span>
                </LinkList.Link>
              </LinkList>
              <section className="group">
                <h2>{say(texts.others)}</h2>
                <Part {...told} field="representations" value={representations} empty={<p>{say(texts.nobody)}</p>}>
                  {found => (
                    <LinkList chevron color="blueberry" variant="fill">
                      {found.map(each => (
                        <Represented key={each.id} representation={each} />
                      ))}
                    </LinkList>
                  )}
                </Part>
              </section>
            </>
          )}
        </Part>
      )}
    </AnswerPage>
  )
}

/** Nobody to show where the person cannot be represented now. */
function Represented({ representation }: { readonly representation: Representation }) {
  const { say, language } = useWords()
  const { id, person } = representation
  if (!person) return null
  const path = pathTo({ page: '', whom: id })
  return (
    <LinkList.Link href={path} icon={<Icon svgIcon={Group} />} onClick={event => follow(event, path)}>
      <span className="entry">
        <strong>{person.name?.full ?? '–'}</strong>
        {person.birthDate && <span>{say(texts.born, { day: writeDay(person.birthDate, language) })}</span>}
        <Right right={representation} />
      </span>
    </LinkList.Link>
  )
}
