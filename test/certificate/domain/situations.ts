import { localDate } from '../../../schema/scalars/local-date.ts'
import type { Holder } from '../../../subgraphs/certificate/dcc/facts.ts'
import type {
  RegisteredCase,
  RegisteredTest,
  RegisteredVaccination,
} from '../../../subgraphs/certificate/domain/index.ts'

/** A synthetic person; nothing depends on the name. */
export const holder: Holder = { familyName: 'Fjell', givenName: 'Mona', birthDate: localDate('1980-02-29') }

const products = {
  Comirnaty: ['BNT03', 'EU/1/20/1528', 'ORG-100030215', '1119349007', 2],
  Spikevax: ['MOD03', 'EU/1/20/1507', 'ORG-100031184', '1119349007', 2],
  Vaxzevria: ['ASZ03', 'EU/1/21/1529', 'ORG-100001699', '29061000087103', 2],
  Janssen: ['JAN03', 'EU/1/20/1525', 'ORG-100001417', '29061000087103', 1],
  /** EU value set: a series of three. */
  Abdala: ['ABD03', 'Abdala', 'CIGB', '28531000087107', 3],
  /** Against COVID-19, with no EU product code. */
  Unrecognised: ['XXX03', null, null, '1162643001', 2],
} as const
export type Product = keyof typeof products

/** A dose on a day, written 'Comirnaty 2021-05-01'. */
export function aDose(text: string, changes: Partial<RegisteredVaccination> = {}): RegisteredVaccination {
  const [product = '', day = ''] = text.split(' ')
  const [code, euProduct, euManufacturer, euProphylaxis, dosesInSeries] = products[product as Product]
  return {
    id: `dose ${text}`,
    givenOn: localDate(day),
    code,
    doseNumber: null,
    country: 'NO',
    vaccine: { euProduct, euManufacturer, euProphylaxis, dosesInSeries },
    ...changes,
  }
}

/** A vaccine against something else, as the catalogue has it. */
export const influenza: RegisteredVaccination = {
  ...aDose('Comirnaty 2021-10-10'),
  id: 'influenza',
  code: 'INF01',
  vaccine: { euProduct: null, euManufacturer: null, euProphylaxis: null, dosesInSeries: null },
}

/** A code the catalogue does not know. */
export const unknownCode: RegisteredVaccination = { ...influenza, id: 'unknown', code: 'QQQ99', vaccine: null }

/** A case on a day, written 'NAAT 2021-05-01'. */
export function aCase(text: string, changes: Partial<RegisteredCase> = {}): RegisteredCase {
  const [confirmedBy = '', day = ''] = text.split(' ')
  return {
    id: `case ${text}`,
    firstPositiveOn: localDate(day),
    confirmedBy: confirmedBy as RegisteredCase['confirmedBy'],
    country: 'NO',
    ...changes,
  }
}

/** A final negative NAAT, sampled at the given moment. */
export function aTest(sampledAt: string, changes: Partial<RegisteredTest> = {}): RegisteredTest {
  return {
    id: `test ${sampledAt}`,
    method: 'NAAT',
    outcome: 'NEGATIVE',
    state: 'FINAL',
    sampledAt: new Date(sampledAt),
    deviceId: null,
    testName: null,
    testingCentre: null,
    ...changes,
  }
}

/** Late morning in Norway on a day, summer time or not. */
export const onThe = (day: string): Date => new Date(`${day}T10:30:00Z`)
