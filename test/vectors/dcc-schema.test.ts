import { describe, expect, test } from 'vitest'
import { checkSchema } from '../../subgraphs/certificate/dcc/schema-gate.ts'
import { areVectorsHere, readVectors, vectorNames, whereAbsent } from './shared-vectors.ts'

describe.skipIf(!areVectorsHere)(`documents of the DCC schema${whereAbsent}`, () => {
  const valid = vectorNames('schema-tests/valid/')
  const invalid = vectorNames('schema-tests/').filter(name => name.startsWith('invalid/'))

  test('there are some', () => {
    expect(valid.length).toBeGreaterThan(10)
  })

  test.each(valid)('%s is accepted', name => {
    expect(() => checkSchema(readVectors(`schema-tests/valid/${name}`))).not.toThrow()
  })

  test.each(valid)('%s with a field nobody knows is refused', name => {
    const document = readVectors<Record<string, Record<string, unknown>[]>>(`schema-tests/valid/${name}`)
    const [entry] = document.v ?? document.t ?? document.r ?? []
    expect(() => checkSchema({ ...document, extra: 1 })).toThrow('additionalProperties extra')
    if (entry) entry.extra = 1
    expect(() => checkSchema(document)).toThrow('additionalProperties extra')
  })

  test.runIf(invalid.length > 0).each(invalid)('%s is refused', name => {
    expect(() => checkSchema(readVectors(`schema-tests/${name}`))).toThrow()
  })
})
