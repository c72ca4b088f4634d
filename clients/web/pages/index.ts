import type { SvgIcon } from '@helsenorge/designsystem-react/components/Icon'
import CoronaCertificate from '@helsenorge/designsystem-react/components/Icons/CoronaCertificate'
import History from '@helsenorge/designsystem-react/components/Icons/History'
import Laboratory from '@helsenorge/designsystem-react/components/Icons/Laboratory'
import Lock from '@helsenorge/designsystem-react/components/Icons/Lock'
import Plane from '@helsenorge/designsystem-react/components/Icons/Plane'
import Vaccine from '@helsenorge/designsystem-react/components/Icons/Vaccine'
import type { ComponentType } from 'react'
import type { RepresentedArea } from '../../../schema/generated/graphql.ts'
import type { LocalText } from '../../../schema/scalars/locale.ts'
import type { Place } from '../router.tsx'
import { texts } from '../texts.ts'
import { AccessLogPage } from './access-log/access-log.tsx'
import { texts as accessLogTexts } from './access-log/texts.ts'
import { CertificatesPage } from './certificates.tsx'
import { EntriesPage } from './entries/entries.tsx'
import { texts as entriesTexts } from './entries/texts.ts'
import { NotFoundPage } from './not-found.tsx'
import { OverviewPage } from './overview.tsx'
import { PersonsPage } from './persons/persons.tsx'
import { PrivacyPage } from './privacy/privacy.tsx'
import { texts as privacyTexts } from './privacy/texts.ts'
import { TestResultsPage } from './test-results.tsx'
import { VaccinationsPage } from './vaccinations.tsx'

export type PageProps = {
  /** Called when the graph no longer takes the sign-in. */
  readonly signedOut: () => void
}

export type PageEntry = {
  /** Its name in an address. */
  readonly page: string
  /** In the menu. */
  readonly title: LocalText
  /** What is there, in a line. */
  readonly about: LocalText
  readonly icon: SvgIcon
  /** What a right must open, to see it for somebody else. */
  readonly area: RepresentedArea | 'ENTRIES'
  readonly component: ComponentType<PageProps>
}

/** The pages of the menu, in its order. */
export const menu: readonly PageEntry[] = [
  {
    page: 'certificates',
    title: texts.certificates,
    about: texts.certificatesAbout,
    icon: CoronaCertificate,
    area: 'CERTIFICATES',
    component: CertificatesPage,
  },
  {
    page: 'vaccinations',
    title: texts.vaccinations,
    about: texts.vaccinationsAbout,
    icon: Vaccine,
    area: 'VACCINATIONS',
    component: VaccinationsPage,
  },
  {
    page: 'test-results',
    title: texts.testResults,
    about: texts.testResultsAbout,
    icon: Laboratory,
    area: 'TESTS',
    component: TestResultsPage,
  },
  {
    page: 'entries',
    title: entriesTexts.menu,
    about: entriesTexts.about,
    icon: Plane,
    area: 'ENTRIES',
    component: EntriesPage,
  },
  {
    page: 'privacy',
    title: privacyTexts.title,
    about: privacyTexts.about,
    icon: Lock,
    area: 'CONSENTS',
    component: PrivacyPage,
  },
  {
    page: 'access-log',
    title: accessLogTexts.menu,
    about: accessLogTexts.menuAbout,
    icon: History,
    area: 'INSIGHT',
    component: AccessLogPage,
  },
]

export function componentAt({ page, whom }: Place): ComponentType<PageProps> {
  if (page === '') return OverviewPage
  if (page === 'persons' && whom === undefined) return PersonsPage
  return menu.find(entry => entry.page === page)?.component ?? NotFoundPage
}
