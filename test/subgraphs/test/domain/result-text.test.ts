import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readResultText } from '../../../../subgraphs/test/domain/result-text.ts'

const spellings = {
  NEGATIVE: [
    'Negativ',
    'Negativt',
    'NEGATIV',
    'negative',
    'Neg',
    'neg.',
    'Ikke påvist',
    'IKKE PÅVIST',
    'Ikke  påvist.',
    ' ikke påvist ',
    'Ikkje påvist',
    'Ikkje påvist!',
    'Ikke detektert',
    'Ikkje funne',
    'Not detected',
    'NOT DETECTED',
    'Undetected',
    'SARS-CoV-2 RNA: Ikke påvist',
    'SARS-CoV-2 ikkje påvist',
    'Covid-19: negativ',
    'Korona: Negativt',
    'SARS-CoV-2 (PCR) not detected',
    'Ikke pa\u030avist',
    '«Ikke påvist»',
  ],
  POSITIVE: [
    'Positiv',
    'Positivt',
    'POSITIVE',
    'Pos',
    'pos.',
    'Påvist',
    'PÅVIST',
    'Pa\u030avist',
    'Detektert',
    'Detected',
    'Svakt positiv',
    'Svakt positivt',
    'SVAKT POSITIVT',
    'Weakly positive',
    'Lavt positiv',
    'SARS-CoV-2 RNA påvist',
    'SARS-CoV-2: Svakt positivt.',
    'Covid-19 antigen: positiv',
  ],
  INCONCLUSIVE: [
    'Inkonklusiv',
    'Inkonklusivt',
    'Ikke konklusiv',
    'Ikkje konklusivt',
    'Usikkert',
    'Usikker.',
    'Grenseverdi',
    'Gråsone',
    'Inconclusive',
    'Indeterminate',
    'Equivocal',
  ],
  UNKNOWN: [
    '',
    ' ',
    '.',
    'Se kommentar',
    'sjå kommentar',
    'See comment',
    'Negativ, se kommentar',
    'Ikke påvist, men se kommentar',
    'Positiv?',
    'Negativ?',
    'Ikke negativ',
    'ikkje negativt',
    'Not negative',
    'Ikke positiv',
    'Positiv/negativ',
    'Negativ positiv',
    'Ikke ikke påvist',
    'Ikke utført',
    'Ikke',
    'Mislykket',
    'Prøven er ikke mottatt',
    'Ikke påvist influensa A',
    'Influensa A påvist',
    'Påvist RS-virus',
    'Tidligere påvist',
    '0',
    '-',
    '+',
    'SARS-CoV-2',
  ],
} as const

describe.each(Object.entries(spellings))('reads as %s', (outcome, texts) => {
  test.each(texts)('%j', text => {
    expect(readResultText(text)).toBe(outcome)
  })
})

test('no word that nobody knows leaves a result behind', () => {
  const known = Object.values(spellings).flat().join(' ').toLowerCase()
  const word = fc.stringMatching(/^[a-zæøå]{4,12}$/).filter(candidate => !known.includes(candidate))
  fc.assert(
    fc.property(word, fc.constantFrom('negativ', 'ikke påvist', 'positiv', 'usikkert'), (unknown, phrase) => {
      expect(readResultText(`${phrase} ${unknown}`)).toBe('UNKNOWN')
      expect(readResultText(`${unknown} ${phrase}`)).toBe('UNKNOWN')
    }),
  )
})
