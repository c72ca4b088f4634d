import { describe, expect, test } from 'vitest'
import type { CertificateKind } from '../../../subgraphs/certificate/dcc/index.ts'
import { chooseKey, endOf, type RingKey, trustListOf } from '../../../subgraphs/certificate/signers/ring.ts'
import { aSigner } from '../dcc/issuing.ts'

const day = (text: string) => Date.parse(`${text}T00:00:00Z`)

function aKey(name: string, from: string, until: string, kinds: readonly CertificateKind[] = ['vaccination']): RingKey {
  return { name, kinds: new Set(kinds), useFrom: day(from), useUntil: day(until), signer: aSigner() }
}

const first = aKey('first', '2021-06-01', '2021-12-15')
const second = aKey('second', '2021-12-01', '2022-06-01')
const forTests = aKey('for tests', '2021-06-01', '2022-06-01', ['test'])
const ring = [second, forTests, first]

test.each<[string, CertificateKind, string, string | undefined]>([
  ['before its use nobody signs', 'vaccination', '2021-05-31', undefined],
  ['the first day is of its use', 'vaccination', '2021-06-01', 'first'],
  ['where two overlap, the newer signs', 'vaccination', '2021-12-01', 'second'],
  ['the last day is not of its use', 'vaccination', '2022-06-01', undefined],
  ['each kind has its own keys', 'test', '2021-12-05', 'for tests'],
  ['a kind nobody may sign is signed by nobody', 'recovery', '2021-12-05', undefined],
])('%s', (_, kind, on, name) => {
  expect(chooseKey(ring, kind, day(on))?.name).toBe(name)
})

test('of two keys whose use began at once, all replicas choose the same', () => {
  const other = aKey('other', '2021-06-01', '2021-12-15')
  const chosen = chooseKey([first, other], 'vaccination', day('2021-07-01'))
  expect(chooseKey([other, first], 'vaccination', day('2021-07-01'))).toBe(chosen)
})

describe('the end of a kind', () => {
  test('counts the keys that follow without a gap', () => {
    expect(endOf(ring, 'vaccination', day('2021-07-01'))).toBe(day('2022-06-01'))
  })

  test('is that of the key in use where a gap follows', () => {
    const later = aKey('later', '2022-01-01', '2022-06-01')
    expect(endOf([first, later], 'vaccination', day('2021-07-01'))).toBe(day('2021-12-15'))
  })

  test('is that of an older key which outlasts a newer one', () => {
    const short = aKey('short', '2021-08-01', '2021-08-15')
    expect(endOf([first, short], 'vaccination', day('2021-08-02'))).toBe(day('2021-12-15'))
  })

  test('is not known where nobody signs', () => {
    expect(endOf(ring, 'recovery', day('2021-07-01'))).toBeUndefined()
  })
})

describe('the trust list', () => {
  const certificatesOn = (on: string) => trustListOf([first, second], day(on)).map(({ certificate }) => certificate)

  test('has keys that are to come, are in use, or whose use is over', () => {
    const both = [first.signer.certificate, second.signer.certificate]
    for (const on of ['2021-05-01', '2021-07-01', '2022-05-01', '2023-06-01']) expect(certificatesOn(on)).toEqual(both)
  })

  test('has no expired certificate', () => {
    expect(certificatesOn('2023-06-02')).toEqual([])
  })
})
