import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldVersions, type ResultVersion } from '../../../../subgraphs/test/domain/test-result.ts'
import { aFodselsnummer } from '../../../builders/identifier.ts'

const person = aFodselsnummer()
let nextId = 0

function aVersion(but: Partial<ResultVersion> = {}): ResultVersion {
  return {
    id: `message-${nextId++}`,
    sample: 'sample',
    person,
    method: 'NAAT',
    outcome: 'NEGATIVE',
    state: 'FINAL',
    resultText: 'Ikke påvist',
    sampledAt: new Date('2021-11-20T08:00:00Z'),
    receivedAt: new Date('2021-11-21T08:00:00Z'),
    deviceId: null,
    testName: null,
    laboratory: null,
    sampleTaker: null,
    ...but,
  }
}

const at = (day: number) => new Date(Date.UTC(2021, 10, day))

test.each<[string, Partial<ResultVersion>[], Partial<ResultVersion>]>([
  ['a final answer over a preliminary', [{ state: 'PRELIMINARY' }, { state: 'FINAL' }], { state: 'FINAL' }],
  [
    'a final answer over a preliminary that came after it',
    [
      { state: 'FINAL', receivedAt: at(20) },
      { state: 'PRELIMINARY', receivedAt: at(25) },
    ],
    { state: 'FINAL' },
  ],
  [
    'a correction over a final answer sent again after it',
    [
      { state: 'CORRECTED', receivedAt: at(21), outcome: 'POSITIVE' },
      { state: 'FINAL', receivedAt: at(22) },
    ],
    { state: 'CORRECTED', outcome: 'POSITIVE' },
  ],
  [
    'the last of two corrections',
    [
      { state: 'CORRECTED', receivedAt: at(23), outcome: 'INCONCLUSIVE' },
      { state: 'CORRECTED', receivedAt: at(22), outcome: 'POSITIVE' },
    ],
    { outcome: 'INCONCLUSIVE' },
  ],
  [
    'the last of two final answers',
    [
      { receivedAt: at(22), outcome: 'POSITIVE' },
      { receivedAt: at(23), outcome: 'NEGATIVE' },
    ],
    { outcome: 'NEGATIVE' },
  ],
])('of the answers about a sample counts %s', (_, versions, counting) => {
  const results = foldVersions(versions.map(aVersion))
  expect(results).toHaveLength(1)
  expect(results[0]).toMatchObject(counting)
  expect(results[0]?.versions).toHaveLength(versions.length)
})

test('an answer that leaves the sample time out does not make it unknown', () => {
  const taken = new Date('2021-11-19T12:00:00Z')
  const [result] = foldVersions([
    aVersion({ state: 'PRELIMINARY', sampledAt: taken }),
    aVersion({ state: 'FINAL', sampledAt: null }),
  ])
  expect(result).toMatchObject({ state: 'FINAL', sampledAt: taken })
})

test('a corrected sample time replaces the wrong one', () => {
  const [result] = foldVersions([
    aVersion({ state: 'FINAL', sampledAt: at(1) }),
    aVersion({ state: 'CORRECTED', sampledAt: at(2) }),
  ])
  expect(result?.sampledAt).toEqual(at(2))
})

test('the newest sample comes first; one without a time counts from its first answer, not its last', () => {
  const results = foldVersions([
    aVersion({ sample: 'old', sampledAt: at(1) }),
    aVersion({ sample: 'untimed', sampledAt: null, receivedAt: at(3) }),
    aVersion({ sample: 'untimed', sampledAt: null, receivedAt: at(28), state: 'CORRECTED' }),
    aVersion({ sample: 'new', sampledAt: at(10) }),
  ])
  expect(results.map(({ sample }) => sample)).toEqual(['new', 'untimed', 'old'])
})

test('whatever order answers arrive in, the results are the same', () => {
  const version = fc.record({
    id: fc.uuid(),
    sample: fc.constantFrom('a', 'b', 'c'),
    state: fc.constantFrom('PRELIMINARY' as const, 'FINAL' as const, 'CORRECTED' as const),
    outcome: fc.constantFrom('POSITIVE' as const, 'NEGATIVE' as const),
    receivedAt: fc.integer({ min: 1, max: 5 }).map(at),
    sampledAt: fc.option(fc.integer({ min: 1, max: 5 }).map(at)),
  })
  fc.assert(
    fc.property(fc.uniqueArray(version, { selector: ({ id }) => id }), fc.infiniteStream(fc.nat()), (parts, keys) => {
      const versions = parts.map(aVersion)
      const shuffled = versions
        .map(value => ({ value, key: keys.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ value }) => value)
      const results = foldVersions(versions)
      expect(foldVersions(shuffled)).toEqual(results)
      expect(results).toHaveLength(new Set(versions.map(({ sample }) => sample)).size)
    }),
  )
})
