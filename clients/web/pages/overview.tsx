import Icon from '@helsenorge/designsystem-react/components/Icon'
import LinkList from '@helsenorge/designsystem-react/components/LinkList'
import { OverviewPageDocument } from '../../../schema/generated/graphql.ts'
import { useWords } from '../../language/words.tsx'
import { AnswerPage } from '../answer-page.tsx'
import { follow } from '../router.tsx'
import { texts } from '../texts.ts'
import { menu, type PageProps } from './index.ts'

/** Whose pages these are, and the way to each. */
export function OverviewPage({ signedOut }: PageProps) {
  const { say } = useWords()
  return (
    <AnswerPage title={texts.home} document={OverviewPageDocument} variables={{}} signedOut={signedOut}>
      {({ name }) => (
        <>
          {name && <p className="lead">{say(texts.greeting, { name: name.full })}</p>}
          <p>{say(texts.homeIntro)}</p>
          <LinkList chevron color="blueberry" variant="fill">
            {menu.map(({ path, title, about, icon }) => (
              <LinkList.Link
                key={path}
                href={path}
                icon={<Icon svgIcon={icon} />}
                onClick={event => follow(event, path)}
              >
                <span className="entry">
                  <strong>{say(title)}</strong>
                  <span>{say(about)}</span>
                </span>
              </LinkList.Link>
            ))}
          </LinkList>
        </>
      )}
    </AnswerPage>
  )
}
