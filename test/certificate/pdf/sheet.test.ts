import { describe, expect, test } from 'vitest'
import { type SheetOrder, toSheet } from '../../../subgraphs/certificate/pdf/sheet.ts'
import { texts } from '../../../subgraphs/certificate/pdf/texts.ts'
import { anOrder, aText, now } from './an-order.ts'

const sheetOf = (order: SheetOrder) => toSheet(order, now)
const linesOf = (order: SheetOrder) =>
  sheetOf(order).sections.flatMap(({ rows }) => rows.map(({ label, value }) => `${label.text}: ${value.text}`))

describe('what is printed', () => {
  test('of a vaccination is what was signed, in the reader’s language', () => {
    expect(linesOf(anOrder())).toEqual([
      'Navn med passbokstaver: CALLIT<DANNA<SOERBY<<KAARE',
      'Fødselsdato: 1971-07-08',
      'Sykdom: covid-19',
      'Type vaksine: SARS-CoV-2 mRNA vaccine',
      'Vaksine: Comirnaty',
      'Produsent: Biontech Manufacturing GmbH',
      'Dose: 3 av 3',
      'Vaksinasjonsdato: 2021-11-17',
      'Land for vaksinasjon: Norway',
      'Utsteder: Norwegian Institute of Public Health',
      'Sertifikat-ID: URN:UVCI:01:NO:VAK/TR2JXQSG4KKSVWBGP',
      'Utstedt: 2021-11-22 10:30 UTC+1',
      'Kan kontrolleres til: 2022-02-20 00:00 UTC+1',
    ])
  })

  test('of a test has the time of the sample in Norway, with its zone', () => {
    expect(linesOf(anOrder({ kind: 'test', locale: 'nn' }))).toEqual(
      expect.arrayContaining([
        'Prøva vart teken: 2021-11-22 07:15 UTC+1',
        'Resultat: Not detected',
        'Namn på testen: Sanntids-PCR',
        'Teststad: Ullevål teststasjon',
      ]),
    )
  })

  test('of a recovery has the days it holds', () => {
    expect(linesOf(anOrder({ kind: 'recovery', locale: 'en' }))).toEqual(
      expect.arrayContaining([
        'Date of first positive test: 2021-10-01',
        'Valid from: 2021-10-12',
        'Valid until: 2022-03-30',
      ]),
    )
  })

  test('has English beside Norwegian, marked as English, and once in English', () => {
    const [first] = sheetOf(anOrder()).sections[0]?.rows ?? []
    expect(first).toMatchObject({
      label: { language: 'nb-NO' },
      english: { text: 'Name in passport letters', language: 'en-GB' },
    })
    expect(sheetOf(anOrder({ locale: 'en' })).sections[0]?.rows[0]?.english).toBeUndefined()
  })

  test('in Northern Sámi is in bokmål, and says that first', () => {
    const { language, notes } = sheetOf(anOrder({ locale: 'se' }))
    expect(language).toBe('nb-NO')
    expect(notes[0]).toBe(texts.fallback.nb)
  })
})

describe('Norway’s first form', () => {
  test('has no QR code, and says that the signature is in the file', () => {
    const { qr, notes, title } = sheetOf(anOrder({ version: 'V1' }))
    expect(qr).toBeNull()
    expect(title).toBe('Koronasertifikat')
    expect(notes[0]).toBe(texts.noteV1.nb)
    expect(linesOf(anOrder({ version: 'V1' })).some(line => line.startsWith('Kan kontrolleres til'))).toBe(false)
  })

  test('needs no QR code to be printed: a text too long for one is no obstacle', () => {
    const long = aText(1_000)
    expect(() => sheetOf(anOrder({ hc1: long }))).toThrow(RangeError)
    expect(sheetOf(anOrder({ hc1: long, version: 'V1' })).qr).toBeNull()
  })
})

test('every text is there in three languages', () => {
  for (const [key, text] of Object.entries(texts)) {
    for (const language of ['nb', 'nn', 'en'] as const) expect(text[language], `${key} ${language}`).not.toBe('')
  }
})
