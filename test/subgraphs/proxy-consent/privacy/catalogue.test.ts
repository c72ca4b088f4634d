import { expect, test } from 'vitest'
import own from '../../../../subgraphs/proxy-consent/privacy/catalogue/catalogue.json' with { type: 'json' }
import { ownCatalogue, readCatalogue } from '../../../../subgraphs/proxy-consent/privacy/catalogue/catalogue.ts'

test('all eight settings of the source documents are there, in their words, with owner and type', () => {
  const named = ownCatalogue.definitions.map(({ name, kind, party }) => [party.name, name.nb, kind])
  expect(named).toEqual(
    expect.arrayContaining([
      ['Helsedirektoratet (KPR)', 'Reservasjon mot utlevering med fødselsnummer fra KPR', 'RESERVATION'],
      ['Helsedirektoratet (KPR)', 'Reservasjon mot utlevering til bestemte formål fra KPR', 'RESERVATION'],
      ['Helsedirektoratet (KPR)', 'Reservasjon mot oppbevaring av opplysninger i KPR', 'RESERVATION'],
      [
        'Oslo universitetssykehus, Nyfødtscreening Biobank',
        'Samtykke til lagring av blodprøver til nyfødtscreening',
        'CONSENT',
      ],
      ['Helse Bergen', 'Reservasjon mot lagring av personopplysninger i Norsk Pandemiregister', 'RESERVATION'],
      [
        'Helse Bergen',
        'Reservasjon mot lagring av personopplysninger i Norsk diabetesregister for voksne',
        'RESERVATION',
      ],
      ['Norsk helsenett, Kjernejournal', 'Reservasjon mot å ha en kjernejournal', 'RESERVATION'],
      ['Kreftregisteret, Tarmscreeningsprogrammet', 'Reservasjon mot lagring av negative funn', 'RESERVATION'],
    ]),
  )
})

test('a guid is found in capitals too', () => {
  const [first] = ownCatalogue.definitions
  expect(first && ownCatalogue.find(first.guid.toUpperCase())).toBe(first)
})

const [definition] = own.definitions
test.each([
  ['of no party', { partKode: 'NOBODY' }],
  ['without a text in nynorsk', { name: { nb: 'Reservasjon', en: 'Reservation' } }],
  ['of a kind nobody knows', { kind: 'WISH' }],
  ['without an effect', { effects: [] }],
  ['with an effect on no area that is', { effects: [{ use: 'personnel-access', areas: ['dreams'] }] }],
  ['that ends before it begins', { validTo: '2017-01-01' }],
  ['from a day that is none', { validFrom: '2018-02-30' }],
])('a definition %s is refused at start', (_, wrong) => {
  expect(() => readCatalogue({ ...own, definitions: [{ ...definition, ...wrong }] })).toThrow(RangeError)
})

test('two definitions with one guid are refused at start', () => {
  expect(() => readCatalogue({ ...own, definitions: [definition, definition] })).toThrow(RangeError)
})
