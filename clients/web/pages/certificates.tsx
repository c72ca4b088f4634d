import type { ReactNode } from 'react'
import {
  CertificatesPageDocument,
  type EuAnswerFragment,
  type PersonCertificatesFragment,
} from '../../../schema/generated/graphql.ts'
import type { LocalText } from '../../../schema/scalars/locale.ts'
import { CertificateCard } from '../../certificate/certificate-card.tsx'
import { DomesticCard } from '../../certificate/domestic-card.tsx'
import type { Fact } from '../../certificate/fact-list.tsx'
import { Part, type Told } from '../../graph/part.tsx'
import { writeDay } from '../../language/oslo-time.ts'
import { useWords } from '../../language/words.tsx'
import { PersonPage } from '../person-page.tsx'
import { Tabs } from '../tabs.tsx'
import { texts } from '../texts.ts'
import type { PageProps } from './index.ts'

const certificateFields = [
  'domesticCertificate',
  'vaccinationCertificate',
  'recoveryCertificate',
  'testCertificates',
] as const

/** All kinds of certificates, for Norway and for the EU, in one question to the graph. */
export function CertificatesPage({ signedOut }: PageProps) {
  const { say } = useWords()
  return (
    <PersonPage
      title={texts.certificates}
      document={CertificatesPageDocument}
      parts={certificateFields}
      signedOut={signedOut}
    >
      {(person, told) => (
        <Tabs
          tabs={[
            { title: say(texts.inNorway), content: <InNorway person={person} told={told} /> },
            { title: say(texts.inEurope), content: <InEurope person={person} told={told} /> },
          ]}
        />
      )}
    </PersonPage>
  )
}

type ViewProps = { readonly person: PersonCertificatesFragment; readonly told: Told }

function useHolder({ name, birthDate }: PersonCertificatesFragment): readonly Fact[] {
  const { say, language } = useWords()
  return [
    [say(texts.name), name?.full],
    [say(texts.birthDate), birthDate && writeDay(birthDate, language)],
  ]
}

function InNorway({ person, told }: ViewProps) {
  const { say } = useWords()
  const holder = useHolder(person)
  return (
    <section className="group">
      <h2 className="unseen">{say(texts.inNorway)}</h2>
      <Part {...told} field="domesticCertificate" value={person.domesticCertificate} empty={<Nothing />}>
        {answer => <DomesticCard answer={answer} holder={holder} />}
      </Part>
    </section>
  )
}

function InEurope({ person, told }: ViewProps) {
  const holder = useHolder(person)
  const card = (answer: EuAnswerFragment) => <CertificateCard answer={answer} holder={holder} />
  return (
    <>
      <Group title={texts.vaccination}>
        <Part {...told} field="vaccinationCertificate" value={person.vaccinationCertificate} empty={<Nothing />}>
          {card}
        </Part>
      </Group>
      <Group title={texts.recovery}>
        <Part {...told} field="recoveryCertificate" value={person.recoveryCertificate} empty={<Nothing />}>
          {card}
        </Part>
      </Group>
      <Group title={texts.test}>
        <Part {...told} field="testCertificates" value={person.testCertificates} empty={<Nothing />}>
          {answers =>
            answers.map(answer => (
              <CertificateCard key={'uvci' in answer ? answer.uvci : answer.text} answer={answer} holder={holder} />
            ))
          }
        </Part>
      </Group>
    </>
  )
}

function Group({ title, children }: { readonly title: LocalText; readonly children: ReactNode }) {
  const { say } = useWords()
  return (
    <section className="group">
      <h2>{say(title)}</h2>
      {children}
    </section>
  )
}

function Nothing() {
  const { say } = useWords()
  return <p>{say(texts.nothingRegistered)}</p>
}
