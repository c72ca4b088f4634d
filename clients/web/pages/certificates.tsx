import type { ReactNode } from 'react'
import {
  CertificatesPageDocument,
  type CertificatesPageQuery,
  type EuAnswerFragment,
} from '../../../schema/generated/graphql.ts'
import type { LocalText } from '../../../schema/scalars/locale.ts'
import { CertificateCard } from '../../certificate/certificate-card.tsx'
import { DomesticCard } from '../../certificate/domestic-card.tsx'
import type { Fact } from '../../certificate/fact-list.tsx'
import { Part } from '../../graph/part.tsx'
import { writeDay } from '../../language/oslo-time.ts'
import { useWords } from '../../language/words.tsx'
import { AnswerPage, type Told } from '../answer-page.tsx'
import { Tabs } from '../tabs.tsx'
import { texts } from '../texts.ts'
import type { PageProps } from './index.ts'

type Me = NonNullable<CertificatesPageQuery['me']>

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
    <AnswerPage
      title={texts.certificates}
      document={CertificatesPageDocument}
      variables={{}}
      parts={certificateFields}
      signedOut={signedOut}
    >
      {(me, told) => (
        <Tabs
          tabs={[
            { title: say(texts.inNorway), content: <InNorway me={me} told={told} /> },
            { title: say(texts.inEurope), content: <InEurope me={me} told={told} /> },
          ]}
        />
      )}
    </AnswerPage>
  )
}

type ViewProps = { readonly me: Me; readonly told: Told }

function useHolder({ name, birthDate }: Me): readonly Fact[] {
  const { say, language } = useWords()
  return [
    [say(texts.name), name?.full],
    [say(texts.birthDate), birthDate && writeDay(birthDate, language)],
  ]
}

function InNorway({ me, told }: ViewProps) {
  const { say } = useWords()
  const holder = useHolder(me)
  return (
    <section className="group">
      <h2 className="unseen">{say(texts.inNorway)}</h2>
      <Part {...told} path={['me', 'domesticCertificate']} value={me.domesticCertificate} empty={<Nothing />}>
        {answer => <DomesticCard answer={answer} holder={holder} />}
      </Part>
    </section>
  )
}

function InEurope({ me, told }: ViewProps) {
  const holder = useHolder(me)
  const card = (answer: EuAnswerFragment) => <CertificateCard answer={answer} holder={holder} />
  return (
    <>
      <Group title={texts.vaccination}>
        <Part {...told} path={['me', 'vaccinationCertificate']} value={me.vaccinationCertificate} empty={<Nothing />}>
          {card}
        </Part>
      </Group>
      <Group title={texts.recovery}>
        <Part {...told} path={['me', 'recoveryCertificate']} value={me.recoveryCertificate} empty={<Nothing />}>
          {card}
        </Part>
      </Group>
      <Group title={texts.test}>
        <Part {...told} path={['me', 'testCertificates']} value={me.testCertificates} empty={<Nothing />}>
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
