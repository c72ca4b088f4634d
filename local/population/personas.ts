import { localDate } from '../../schema/scalars/local-date.ts'
import type { LocalText } from '../../schema/scalars/locale.ts'
import { parsePersonIdentifier } from '../../schema/scalars/person-identifier.ts'
import type { Persona } from './persona.ts'
import { type PersonaDose, type PersonaFacts, type PersonaSample, rowsOf } from './persona-facts.ts'
import { itemAt } from './random.ts'
import type { PersonRows } from './rows.ts'

type PersonaPlan = PersonaFacts & { readonly name: string; readonly shows: LocalText }

const dose = (code: string, on: string, number?: number): PersonaDose => ({
  code,
  on: localDate(on),
  ...(number === undefined ? {} : { number }),
})
const fodselsnummer = (identifier: string) => [{ identifier, kind: 'FODSELSNUMMER' }] as const

const final = (outcome: 'POSITIVE' | 'NEGATIVE', text: string, hoursAgo: number) =>
  [{ state: 'FINAL', outcome, text, hoursAgo }] as const
const negativeYesterday: PersonaSample = {
  method: 'NAAT',
  hoursAgo: 24,
  answers: final('NEGATIVE', 'Ikke påvist', 14),
}
const positive = (daysAgo: number): PersonaSample => ({
  method: 'NAAT',
  hoursAgo: daysAgo * 24,
  answers: final('POSITIVE', 'Påvist', daysAgo * 24 - 12),
})

/**
 * Individual numbers are 900–999, and a felles hjelpenummer begins with 9: the generator uses neither. The year of
 * emil's number is right in 2026; he stays eleven, as an identity number says nothing of the day of birth.
 */
const plans: readonly PersonaPlan[] = [
  {
    name: 'kari',
    given: 'Kari',
    family: 'Nordmann',
    birth: localDate('1985-06-14'),
    sex: 'F',
    kommune: '0301',
    address: 1,
    numbers: fodselsnummer('14868590441'),
    doses: [dose('BNT03', '2021-05-20', 1), dose('BNT03', '2021-08-05', 2), dose('MOD03', '2021-11-15', 3)],
    samples: [positive(60), negativeYesterday],
    cases: [{ daysAgo: 60 }],
    shows: {
      nb: 'Alle tre slags sertifikat samtidig: tre doser, negativ test i går, korona for to måneder siden.',
      nn: 'Alle tre slag sertifikat samstundes: tre dosar, negativ test i går, korona for to månader sidan.',
      en: 'All three kinds of certificate at once: three doses, a negative test yesterday, COVID-19 two months ago.',
    },
  },
  {
    name: 'ola',
    given: 'Ola',
    family: 'Nordmann',
    birth: localDate('1979-03-02'),
    sex: 'M',
    kommune: '0301',
    address: 1,
    numbers: fodselsnummer('02837990397'),
    doses: [dose('BNT03', '2021-06-01', 1), dose('BNT03', '2021-08-10', 2)],
    shows: {
      nb: 'Fullvaksinert med to doser Comirnaty i 2021 (2/2).',
      nn: 'Fullvaksinert med to dosar Comirnaty i 2021 (2/2).',
      en: 'Fully vaccinated with two doses of Comirnaty in 2021 (2/2).',
    },
  },
  {
    name: 'ingrid',
    given: 'Ingrid',
    family: 'Solbakken',
    birth: localDate('1990-11-23'),
    sex: 'F',
    kommune: '4601',
    address: 2,
    language: 'nn',
    numbers: fodselsnummer('23919090405'),
    doses: [dose('BNT03', '2021-06-20', 1)],
    cases: [localDate('2021-02-10')],
    shows: {
      nb: 'Korona i februar 2021, så én dose: regnes som fullvaksinert (1/1).',
      nn: 'Korona i februar 2021, så éin dose: blir rekna som fullvaksinert (1/1).',
      en: 'COVID-19 in February 2021, then one dose: counts as fully vaccinated (1/1).',
    },
  },
  {
    name: 'jonas',
    given: 'Jonas',
    family: 'Brekke',
    birth: localDate('1994-01-17'),
    sex: 'M',
    kommune: '5001',
    address: 3,
    numbers: fodselsnummer('17819490597'),
    doses: [dose('JAN03', '2021-06-28', 1), dose('BNT03', '2021-11-12', 2)],
    shows: {
      nb: 'Én dose Janssen og så en oppfriskningsdose (2/1).',
      nn: 'Éin dose Janssen og så ein oppfriskingsdose (2/1).',
      en: 'One dose of Janssen, then a booster (2/1).',
    },
  },
  {
    name: 'bjorn',
    given: 'Bjørn',
    family: 'Ødegård',
    birth: localDate('1948-09-05'),
    sex: 'M',
    kommune: '3403',
    address: 4,
    numbers: fodselsnummer('05894890500'),
    doses: [dose('BNT03', '2021-03-16', 1), dose('BNT03', '2021-04-27', 2), dose('BNT03', '2021-11-08', 3)],
    shows: {
      nb: 'Tre doser av samme vaksine (3/3).',
      nn: 'Tre dosar av same vaksine (3/3).',
      en: 'Three doses of the same vaccine (3/3).',
    },
  },
  {
    name: 'marte',
    given: 'Marte',
    family: 'Kirkerud',
    birth: localDate('1975-04-28'),
    sex: 'F',
    kommune: '1103',
    address: 5,
    numbers: fodselsnummer('28847590612'),
    doses: [dose('ASZ03', '2021-02-24', 1), dose('BNT03', '2021-05-19', 2)],
    shows: {
      nb: 'Ulike vaksiner: først Vaxzevria, så Comirnaty (2/2).',
      nn: 'Ulike vaksinar: først Vaxzevria, så Comirnaty (2/2).',
      en: 'A mixed series: first Vaxzevria, then Comirnaty (2/2).',
    },
  },
  {
    name: 'piotr',
    given: 'Piotr',
    family: 'Wiśniewski',
    birth: localDate('1988-08-09'),
    sex: 'M',
    kommune: '3005',
    address: 6,
    language: 'en',
    numbers: fodselsnummer('09888890731'),
    doses: [
      { ...dose('MOD03', '2021-05-04', 1), abroad: 'PL' },
      { ...dose('MOD03', '2021-06-08', 2), abroad: 'PL' },
    ],
    shows: {
      nb: 'To doser gitt i Polen, etterregistrert i Norge.',
      nn: 'To dosar gitt i Polen, etterregistrerte i Noreg.',
      en: 'Two doses given in Poland, registered in Norway afterwards.',
    },
  },
  {
    name: 'silje',
    given: 'Silje',
    family: 'Myhre',
    birth: localDate('1999-12-30'),
    sex: 'F',
    kommune: '1804',
    address: 7,
    numbers: fodselsnummer('30929990850'),
    doses: [dose('BNT03', '2021-07-22', 1)],
    shows: {
      nb: 'Bare én av to doser (1/2).',
      nn: 'Berre éin av to dosar (1/2).',
      en: 'Only one of two doses (1/2).',
    },
  },
  {
    name: 'amina',
    given: 'Amina',
    family: 'Warsame',
    birth: localDate('1992-02-11'),
    sex: 'F',
    kommune: '0301',
    address: 8,
    numbers: fodselsnummer('11829291071'),
    samples: [negativeYesterday],
    shows: {
      nb: 'Ikke vaksinert, negativ PCR-test i går.',
      nn: 'Ikkje vaksinert, negativ PCR-test i går.',
      en: 'Not vaccinated, a negative NAAT yesterday.',
    },
  },
  {
    name: 'even',
    given: 'Even',
    family: 'Tangen',
    birth: localDate('1983-10-03'),
    sex: 'M',
    kommune: '4204',
    address: 9,
    numbers: fodselsnummer('03908391100'),
    samples: [{ method: 'RAT', hoursAgo: 3, answers: final('NEGATIVE', 'Negativt', 2.5) }],
    shows: {
      nb: 'Negativ hurtigtest for tre timer siden.',
      nn: 'Negativ hurtigtest for tre timar sidan.',
      en: 'A negative rapid antigen test three hours ago.',
    },
  },
  {
    name: 'thea',
    given: 'Thea',
    family: 'Nygård',
    birth: localDate('1997-07-19'),
    sex: 'F',
    kommune: '3024',
    address: 10,
    numbers: fodselsnummer('19879791270'),
    samples: [
      {
        method: 'NAAT',
        hoursAgo: 20,
        answers: [{ state: 'PRELIMINARY', outcome: 'POSITIVE', text: 'Svakt positivt', hoursAgo: 6 }],
      },
    ],
    shows: {
      nb: 'Foreløpig positivt svar; det endelige har ikke kommet.',
      nn: 'Førebels positivt svar; det endelege har ikkje kome.',
      en: 'A preliminary positive answer; the final one has not come.',
    },
  },
  {
    name: 'henrik',
    given: 'Henrik',
    family: 'Aasen',
    birth: localDate('1969-05-08'),
    sex: 'M',
    kommune: '4647',
    address: 11,
    language: 'nn',
    numbers: fodselsnummer('08856991319'),
    samples: [
      {
        method: 'NAAT',
        hoursAgo: 40,
        answers: [
          { state: 'FINAL', outcome: 'POSITIVE', text: 'Positivt', hoursAgo: 28 },
          { state: 'CORRECTED', outcome: 'NEGATIVE', text: 'Ikkje påvist', hoursAgo: 9 },
        ],
      },
    ],
    shows: {
      nb: 'Positivt svar som laboratoriet har rettet til negativt.',
      nn: 'Positivt svar som laboratoriet har retta til negativt.',
      en: 'A positive answer that the laboratory has corrected to negative.',
    },
  },
  {
    name: 'lars',
    given: 'Lars',
    family: 'Fossum',
    birth: localDate('1981-01-25'),
    sex: 'M',
    kommune: '3807',
    address: 12,
    numbers: fodselsnummer('25818191564'),
    samples: [positive(12)],
    cases: [{ daysAgo: 12 }],
    shows: {
      nb: 'Korona for tolv dager siden: sertifikatet for gjennomgått sykdom gjelder fra i går.',
      nn: 'Korona for tolv dagar sidan: sertifikatet for gjennomgått sjukdom gjeld frå i går.',
      en: 'COVID-19 twelve days ago: the recovery certificate is valid since yesterday.',
    },
  },
  {
    name: 'nora',
    given: 'Nora',
    family: 'Lien',
    birth: localDate('1996-09-14'),
    sex: 'F',
    kommune: '1108',
    address: 13,
    numbers: fodselsnummer('14899691416'),
    samples: [positive(5)],
    cases: [{ daysAgo: 5 }],
    shows: {
      nb: 'Korona for fem dager siden: for tidlig for et sertifikat.',
      nn: 'Korona for fem dagar sidan: for tidleg for eit sertifikat.',
      en: 'COVID-19 five days ago: too early for a certificate.',
    },
  },
  {
    name: 'hanne',
    given: 'Hanne',
    family: 'Strand',
    birth: localDate('1986-06-01'),
    sex: 'F',
    kommune: '3020',
    address: 14,
    numbers: fodselsnummer('01868691863'),
    doses: [dose('BNT03', '2021-06-14', 1), dose('BNT03', '2021-08-23', 2)],
    shows: {
      nb: 'Mor til emil på elleve: kan hente sertifikatene hans.',
      nn: 'Mor til emil på elleve: kan hente sertifikata hans.',
      en: 'Mother of emil, eleven: may fetch his certificates.',
    },
  },
  {
    name: 'geir',
    given: 'Geir',
    family: 'Strand',
    birth: localDate('1984-12-12'),
    sex: 'M',
    kommune: '3020',
    address: 14,
    numbers: fodselsnummer('12928491739'),
    shows: {
      nb: 'Far til emil på elleve; selv uvaksinert.',
      nn: 'Far til emil på elleve; sjølv uvaksinert.',
      en: 'Father of emil, eleven; not vaccinated himself.',
    },
  },
  {
    name: 'emil',
    given: 'Emil',
    family: 'Strand',
    birth: { birthday: '04-12', age: 11 },
    sex: 'M',
    kommune: '3020',
    address: 14,
    numbers: fodselsnummer('12841591532'),
    parents: ['hanne', 'geir'],
    samples: [{ ...negativeYesterday, hoursAgo: 26 }],
    shows: {
      nb: 'Barn på elleve år med negativ test i går; foreldrene er hanne og geir.',
      nn: 'Barn på elleve år med negativ test i går; foreldra er hanne og geir.',
      en: 'A child of eleven with a negative test yesterday; the parents are hanne and geir.',
    },
  },
  {
    name: 'oksana',
    given: 'Oksana',
    family: 'Kovalenko',
    birth: localDate('1991-03-27'),
    sex: 'F',
    kommune: '0301',
    language: 'en',
    numbers: [{ identifier: '67839191887', kind: 'D_NUMMER', from: localDate('2021-01-18') }],
    doses: [dose('BNT03', '2021-07-01', 1), dose('BNT03', '2021-08-26', 2)],
    shows: {
      nb: 'Har D-nummer, og to doser.',
      nn: 'Har D-nummer, og to dosar.',
      en: 'Has a D-number, and two doses.',
    },
  },
  {
    name: 'yonas',
    given: 'Yonas',
    family: 'Tesfay',
    birth: localDate('1995-05-16'),
    sex: 'M',
    kommune: '3004',
    address: 15,
    language: 'en',
    numbers: [
      { identifier: '91720348557', kind: 'FELLES_HJELPENUMMER', from: localDate('2021-03-20') },
      { identifier: '56859591901', kind: 'D_NUMMER', from: localDate('2021-06-15') },
      { identifier: '16859592116', kind: 'FODSELSNUMMER', from: localDate('2021-10-01') },
    ],
    doses: [
      { ...dose('BNT03', '2021-05-11', 1), onNumber: 0 },
      { ...dose('BNT03', '2021-07-06', 2), onNumber: 1 },
      { ...dose('BNT03', '2021-11-18', 3), onNumber: 2 },
    ],
    shows: {
      nb: 'Har hatt felles hjelpenummer, D-nummer og fødselsnummer, med en dose på hvert.',
      nn: 'Har hatt felles hjelpenummer, D-nummer og fødselsnummer, med ein dose på kvart.',
      en: 'Has had a common help number, a D-number and a national identity number, with a dose on each.',
    },
  },
  {
    name: 'solveig',
    given: 'Solveig',
    family: 'Hauge',
    birth: localDate('1972-08-21'),
    sex: 'F',
    protection: 'STRENGT_FORTROLIG',
    numbers: fodselsnummer('21887292253'),
    doses: [dose('BNT03', '2021-05-28', 1), dose('BNT03', '2021-08-09', 2)],
    shows: {
      nb: 'Strengt fortrolig adresse (kode 6): kan ikke representere eller bli representert.',
      nn: 'Strengt fortruleg adresse (kode 6): kan ikkje representere eller bli representert.',
      en: 'A strictly confidential address (code 6): cannot represent others nor be represented.',
    },
  },
  {
    name: 'tor',
    given: 'Tor',
    family: 'Haugland',
    birth: localDate('1958-02-07'),
    sex: 'M',
    kommune: '1506',
    address: 16,
    language: 'nn',
    numbers: fodselsnummer('07825892316'),
    shows: {
      nb: 'Ingenting i noe register: tomme lister, ikke feil.',
      nn: 'Ingenting i noko register: tomme lister, ikkje feil.',
      en: 'Nothing in any register: empty lists, not errors.',
    },
  },
  {
    name: 'sofia',
    given: 'Sofía',
    family: 'Muñoz García',
    birth: localDate('1993-10-10'),
    sex: 'F',
    language: 'en',
    numbers: [{ identifier: '92641807372', kind: 'FELLES_HJELPENUMMER', from: localDate('2021-08-02') }],
    doses: [dose('BNT03', '2021-08-20', 1)],
    shows: {
      nb: 'Har bare felles hjelpenummer: kan ikke logge inn, og får vite hvor hun kan gå.',
      nn: 'Har berre felles hjelpenummer: kan ikkje logge inn, og får vite kvar ho kan gå.',
      en: 'Has only a common help number: cannot sign in, and is told where to go.',
    },
  },
  {
    name: 'aile',
    given: 'Áile',
    middle: 'Biŋŋá',
    family: 'Šuđđovárri',
    birth: localDate('1989-02-06'),
    sex: 'F',
    kommune: '5437',
    address: 17,
    language: 'se',
    numbers: fodselsnummer('06828992463'),
    doses: [dose('MOD03', '2021-06-09', 1), dose('MOD03', '2021-08-18', 2)],
    shows: {
      nb: 'Samisk navn med đ, ŋ og š, og nordsamisk som språk.',
      nn: 'Samisk namn med đ, ŋ og š, og nordsamisk som språk.',
      en: 'A Sámi name with đ, ŋ and š, and Northern Sámi as language.',
    },
  },
  {
    name: 'margrethe',
    given: 'Anne-Margrethe Elisabeth Johanne',
    middle: 'Fjærestad von der Lippe',
    family: 'Gyldenkrantz-Løvenørn af Østråt og Bjerkøy',
    birth: localDate('1965-07-07'),
    sex: 'F',
    kommune: '3803',
    address: 18,
    numbers: fodselsnummer('07876592422'),
    doses: [dose('BNT03', '2021-05-05', 1), dose('BNT03', '2021-07-28', 2)],
    shows: {
      nb: 'Et navn så langt at det må kortes i et sertifikat.',
      nn: 'Eit namn så langt at det må kortast i eit sertifikat.',
      en: 'A name so long that a certificate has to shorten it.',
    },
  },
  {
    name: 'vidar',
    given: 'Vidar',
    family: 'Eide',
    birth: localDate('1977-11-11'),
    sex: 'M',
    kommune: '1833',
    address: 19,
    numbers: fodselsnummer('11917792528'),
    doses: [dose('XYZ99', '2021-06-30', 1), dose('INF02', '2021-10-14')],
    shows: {
      nb: 'En dose med en vaksinekode ingen kjenner: vist som den er, aldri borte.',
      nn: 'Ein dose med ein vaksinekode ingen kjenner: vist som han er, aldri borte.',
      en: 'A dose with a vaccine code nobody knows: shown as it is, never lost.',
    },
  },
]

/** Those one can sign in as, the one with everything first. */
export const personas: readonly Persona[] = plans.map(({ name, given, middle, family, numbers, shows }) => {
  const current = parsePersonIdentifier(itemAt(numbers, numbers.length - 1).identifier)
  if (!current) throw new RangeError(`the number of ${name} does not hold`)
  return {
    name,
    fullName: [given, middle, family].filter(part => part !== undefined).join(' '),
    identifier: current.value,
    shows,
  }
})

/** What the registries hold about the personas at an instant: person ids from 1 on, in the order of `personas`. */
export function personaRows(on: Date): readonly PersonRows[] {
  const idOf = (name: string) => plans.findIndex(plan => plan.name === name) + 1
  return plans.map(plan => rowsOf(plan, idOf(plan.name), (plan.parents ?? []).map(idOf), on))
}

/** The personas as a Markdown table: name, and what the person shows. */
export function personaTable(language: 'nb' | 'nn' | 'en'): string {
  const head = { nb: ['Navn', 'Viser'], nn: ['Namn', 'Viser'], en: ['Name', 'Shows'] }[language]
  const rows = [head, ['---', '---'], ...personas.map(({ name, shows }) => [`\`${name}\``, shows[language]])]
  return rows.map(cells => `| ${cells.join(' | ')} |\n`).join('')
}
