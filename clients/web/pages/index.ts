import type { SvgIcon } from '@helsenorge/designsystem-react/components/Icon'
import CoronaCertificate from '@helsenorge/designsystem-react/components/Icons/CoronaCertificate'
import Laboratory from '@helsenorge/designsystem-react/components/Icons/Laboratory'
import Vaccine from '@helsenorge/designsystem-react/components/Icons/Vaccine'
import type { ComponentType } from 'react'
import type { LocalText } from '../../../schema/scalars/locale.ts'
import { home } from '../router.tsx'
import { texts } from '../texts.ts'
import { CertificatesPage } from './certificates.tsx'
import { NotFoundPage } from './not-found.tsx'
import { OverviewPage } from './overview.tsx'
import { TestResultsPage } from './test-results.tsx'
import { VaccinationsPage } from './vaccinations.tsx'

export type PageProps = {
  /** Called when the graph no longer takes the sign-in. */
  readonly signedOut: () => void
}

export type PageEntry = {
  readonly path: string
  readonly title: LocalText
  /** What is there, in a line. */
  readonly about: LocalText
  readonly icon: SvgIcon
  readonly page: ComponentType<PageProps>
}

/** The pages of the menu, in its order. */
export const menu: readonly PageEntry[] = [
  {
    path: `${home}certificates`,
    title: texts.certificates,
    about: texts.certificatesAbout,
    icon: CoronaCertificate,
    page: CertificatesPage,
  },
  {
    path: `${home}vaccinations`,
    title: texts.vaccinations,
    about: texts.vaccinationsAbout,
    icon: Vaccine,
    page: VaccinationsPage,
  },
  {
    path: `${home}test-results`,
    title: texts.testResults,
    about: texts.testResultsAbout,
    icon: Laboratory,
    page: TestResultsPage,
  },
]

export function pageAt(path: string): ComponentType<PageProps> {
  if (path === home) return OverviewPage
  return menu.find(entry => entry.path === path)?.page ?? NotFoundPage
}
