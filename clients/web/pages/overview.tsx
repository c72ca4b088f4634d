import Icon from '@helsenorge/designsystem-react/components/Icon'
import LinkList from '@helsenorge/designsystem-react/components/LinkList'
import { OverviewPageDocument } from '../../../schema/generated/graphql.ts'
import { useWords } from '../../language/words.tsx'
import { useWhom } from '../../whom/whom.ts'
import { PersonPage } from '../person-page.tsx'
import { follow, pathTo } from '../router.tsx'
import { texts } from '../texts.ts'
import { menu, type PageProps } from './index.ts'

/** Whose pages these are, and the way to each. Of somebody else: to those that the right opens. */
export function OverviewPage({ signedOut }: PageProps) {
  const { say } = useWords()
  const whom = useWhom()
  const title = whom === undefined ? texts.home : texts.homeOfAnother
  return (
    <PersonPage title={title} document={OverviewPageDocument} signedOut={signedOut}>
      {({ name }, _, right) => (
        <>
          <p>{right ? say(texts.homeOfAnotherIntro, { name: name?.full ?? '–' }) : say(texts.homeIntro)}</p>
          <LinkList chevron color="blueberry" variant="fill">
            {menu
              .filter(({ area }) => !right || right.areas.some(opened => opened === area))
              .map(({ page, title, about, icon }) => {
                const path = pathTo({ page, whom })
                return (
                  <LinkList.Link
                    key={page}
                    href={path}
                    icon={<Icon svgIcon={icon} />}
                    onClick={event => follow(event, path)}
                  >
                    <span className="entry">
                      <strong>{say(title)}</strong>
                      <span>{say(about)}</span>
                    </span>
                  </LinkList.Link>
                )
              })}
          </LinkList>
        </>
      )}
    </PersonPage>
  )
}
