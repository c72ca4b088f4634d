import { type PersonPrivacyFragment, PrivacyPageDocument } from '../../../../schema/generated/graphql.ts'
import { Part, type Told } from '../../../graph/part.tsx'
import { writeMoment } from '../../../language/oslo-time.ts'
import { useWords } from '../../../language/words.tsx'
import { PersonPage } from '../../person-page.tsx'
import type { PageProps } from '../index.ts'
import { ChangeLine } from './change.tsx'
import { RequestCard } from './request.tsx'
import { SettingCard } from './setting.tsx'
import { texts } from './texts.ts'

type Privacy = NonNullable<PersonPrivacyFragment['privacy']>
type PartProps = Privacy & { readonly told: Told; readonly mayDecide: boolean }

/** Everything a person can decide about her data, set or not, what she has been asked, and what has been decided. */
export function PrivacyPage({ signedOut }: PageProps) {
  const { say } = useWords()
  return (
    <PersonPage title={texts.title} document={PrivacyPageDocument} parts={['privacy']} signedOut={signedOut}>
      {({ privacy }, told, right) => {
        const mayDecide = right?.basis !== 'FULLMAKT'
        const inside = { ...told, at: [...told.at, 'privacy'] }
        return (
          <Part
            {...told}
            field="privacy"
            value={privacy}
            empty={<p>{say(texts.nothing)}</p>}
            parts={['requests', 'settings', 'history', 'inclusions']}
          >
            {found => (
              <>
                <p>{say(texts.intro)}</p>
                {!mayDecide && <p className="partly">{say(texts.onlyReading)}</p>}
                <Requests {...found} told={inside} mayDecide={mayDecide} />
                <Settings {...found} told={inside} mayDecide={mayDecide} />
                <Inclusions {...found} told={inside} mayDecide={mayDecide} />
                <History {...found} told={inside} mayDecide={mayDecide} />
              </>
            )}
          </Part>
        )
      }}
    </PersonPage>
  )
}

/** What waits for an answer stands first. */
function Requests({ requests, told, mayDecide }: PartProps) {
  const { say } = useWords()
  return (
    <section className="group">
      <h2>{say(texts.requests)}</h2>
      <Part {...told} field="requests" value={requests} empty={<p>{say(texts.noRequests)}</p>}>
        {found =>
          found
            .toSorted((a, b) => Number(b.state === 'SENT') - Number(a.state === 'SENT'))
            .map(request => (
              // Its id is another in each answer.
              <RequestCard
                key={`${request.definition.name} ${request.sentAt}`}
                request={request}
                mayDecide={mayDecide}
                askAgain={told.askAgain}
              />
            ))
        }
      </Part>
    </section>
  )
}

function Settings({ settings, told, mayDecide }: PartProps) {
  const { say } = useWords()
  return (
    <Part {...told} field="settings" value={settings} empty={<p>{say(texts.nothing)}</p>}>
      {found =>
        [...new Set(found.map(({ definition }) => definition.group))].map(group => (
          <section className="group" key={group}>
            <h2>{say(texts[group])}</h2>
            {found
              .filter(({ definition }) => definition.group === group)
              .map(setting => (
                <SettingCard
                  key={setting.definition.id}
                  setting={setting}
                  mayDecide={mayDecide}
                  askAgain={told.askAgain}
                />
              ))}
          </section>
        ))
      }
    </Part>
  )
}

function Inclusions({ inclusions, told }: PartProps) {
  const { say, language } = useWords()
  return (
    <section className="group">
      <h2>{say(texts.inclusions)}</h2>
      <Part {...told} field="inclusions" value={inclusions} empty={<p>{say(texts.noInclusions)}</p>}>
        {found => (
          <ul>
            {found.map(({ owner, kind, since }) => (
              <li key={`${owner} ${kind}`}>
                {owner}: {say(texts[kind])}, {writeMoment(since, language)}
              </li>
            ))}
          </ul>
        )}
      </Part>
    </section>
  )
}

function History({ history, told }: PartProps) {
  const { say } = useWords()
  return (
    <section className="group">
      <h2>{say(texts.history)}</h2>
      <Part {...told} field="history" value={history} empty={<p>{say(texts.noHistory)}</p>}>
        {found => (
          <ol className="changes">
            {found.map(change => (
              <li key={`${change.definition?.name} ${change.registeredAt} ${change.isActive}`}>
                <ChangeLine change={change} />
              </li>
            ))}
          </ol>
        )}
      </Part>
    </section>
  )
}
