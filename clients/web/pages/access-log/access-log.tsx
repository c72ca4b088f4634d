import Input from '@helsenorge/designsystem-react/components/Input'
import Select from '@helsenorge/designsystem-react/components/Select'
import { useId, useState } from 'react'
import { type AccessArea, AccessLogPageDocument } from '../../../../schema/generated/graphql.ts'
import { Part } from '../../../graph/part.tsx'
import { startOfDay } from '../../../language/oslo-time.ts'
import { useWords } from '../../../language/words.tsx'
import { PersonPage } from '../../person-page.tsx'
import { Tabs } from '../../tabs.tsx'
import type { PageProps } from '../index.ts'
import { LogLines } from './log-lines.tsx'
import { texts } from './texts.ts'

const areas = [
  'IDENTITY',
  'VACCINATIONS',
  'TESTS',
  'RECOVERIES',
  'CERTIFICATES',
  'ENTRIES',
  'CONSENTS',
  'INSIGHT',
] as const satisfies readonly AccessArea[]

/** Who has seen a person's data, and apart from that who was given a copy. */
export function AccessLogPage({ signedOut }: PageProps) {
  const { say, plain } = useWords()
  const id = useId()
  const [area, setArea] = useState<AccessArea>()
  const [day, setDay] = useState('')
  const filter = { ...(area && { area }), ...(day && { from: startOfDay(day) }) }
  return (
    <PersonPage
      title={texts.title}
      document={AccessLogPageDocument}
      variables={filter}
      parts={['reads', 'disclosures']}
      signedOut={signedOut}
      above={
        <>
          <p>{say(texts.intro)}</p>
          <div className="pair filter">
            <Select
              selectId={`${id}area`}
              label={plain(texts.area)}
              value={area ?? ''}
              onChange={({ target }) => setArea(areas.find(each => each === target.value))}
            >
              <option value="">{plain(texts.allAreas)}</option>
              {areas.map(each => (
                <option key={each} value={each}>
                  {plain(texts[each])}
                </option>
              ))}
            </Select>
            <Input
              type="date"
              inputId={`${id}from`}
              label={plain(texts.from)}
              value={day}
              width={14}
              onChange={({ target }) => setDay(target.value)}
            />
          </div>
        </>
      }
    >
      {({ reads, disclosures }, told) => (
        <Tabs
          key={JSON.stringify(filter)}
          tabs={[
            {
              title: say(texts.reads),
              content: (
                <Part {...told} field="reads" value={reads} empty={<p>{say(texts.nobody)}</p>}>
                  {page => <LogLines kind="READ" filter={filter} newest={page} />}
                </Part>
              ),
            },
            {
              title: say(texts.disclosures),
              content: (
                <Part {...told} field="disclosures" value={disclosures} empty={<p>{say(texts.nobody)}</p>}>
                  {page => <LogLines kind="DISCLOSURE" filter={filter} newest={page} />}
                </Part>
              ),
            },
          ]}
        />
      )}
    </PersonPage>
  )
}
