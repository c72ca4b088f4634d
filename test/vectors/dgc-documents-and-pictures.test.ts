import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { areVectorsHere, readVectors, vectorNames, whereAbsent } from './shared-vectors.ts'

/*
 * Two expectations of dgc-testdata that opening a certificate does not touch: whether a document keeps to the schema its
 * case names, and whether its picture shows its text. They tell what to expect of other issuers, and hold our validator
 * and the scanner that reads our own QR codes to what others saw.
 */
type Case = {
  readonly JSON?: unknown
  readonly PREFIX?: string
  readonly '2DCODE'?: string
  readonly TESTCTX: { readonly SCHEMA: string }
  readonly EXPECTEDRESULTS: Readonly<Record<string, boolean | undefined>>
}

const scan = jsQR as unknown as typeof jsQR.default

/** Upstream marks the schema expectations of all Dutch cases as not to be relied on; these are the ones that fail. */
const partOfADate = 'its birth date is a year or a month, or nothing, which no schema before 1.3.0 allows'
const smallCountry = 'its country is in small letters, which no schema allows'
const allowed = 'what is wrong with it is nothing that the schema of its version forbids'
const exclusions: Readonly<Record<string, string>> = {
  'BE/4': 'its case names schema 1.0.0, and the document is one of 1.3.0: a birth date of a year',
  'NL/003-NL-test': partOfADate,
  'NL/009-NL-test': partOfADate,
  'NL/015-NL-test': allowed,
  'NL/018-NL-test': partOfADate,
  'NL/027-NL-test': partOfADate,
  'NL/033-NL-test': partOfADate,
  'NL/039-NL-test': allowed,
  'NL/042-NL-test': partOfADate,
  'NL/045-NL-test': smallCountry,
  'NL/051-NL-test': partOfADate,
  'NL/057-NL-test': partOfADate,
  'NL/060-NL-test': smallCountry,
  'NL/063-NL-test': allowed,
  'NL/069-NL-test': allowed,
  'common/DGC2': allowed,
}

/** What a scanner sees; nothing where the picture is none. */
function shownBy(picture: string): string | undefined {
  try {
    const { data, width, height } = PNG.sync.read(Buffer.from(picture, 'base64'))
    return scan(new Uint8ClampedArray(data), width, height)?.data
  } catch {
    return undefined
  }
}

const nameOf = (file: string) => file.replace('2DCode/raw/', '').replace('.json', '')

function createValidator(version: string) {
  const ajv = new Ajv2020({ strict: false })
  formats.default(ajv)
  return ajv.compile(readVectors<object>(`schema/${version}.json`))
}

describe.skipIf(!areVectorsHere)(`dgc-testdata, documents and pictures${whereAbsent}`, () => {
  const cases = vectorNames('testdata/').map(file => [nameOf(file), readVectors<Case>(`testdata/${file}`)] as const)
  const withSchema = cases.filter(([, { EXPECTEDRESULTS }]) => EXPECTEDRESULTS.EXPECTEDSCHEMAVALIDATION !== undefined)
  const withPicture = cases.filter(
    ([, vector]) => vector.EXPECTEDRESULTS.EXPECTEDPICTUREDECODE !== undefined && vector['2DCODE'],
  )
  const validators = new Map<string, ReturnType<typeof createValidator>>()
  const isValid = ({ JSON: document, TESTCTX: { SCHEMA } }: Case) => {
    const validator = validators.get(SCHEMA) ?? createValidator(SCHEMA)
    validators.set(SCHEMA, validator)
    return validator(document)
  }

  test.runIf(areVectorsHere)('there are many of both', () => {
    expect(withSchema.length).toBeGreaterThan(100)
    expect(withPicture.length).toBeGreaterThan(80)
  })

  test.each(withSchema.filter(([name]) => !exclusions[name]))(
    '%s keeps to its schema, or not, as expected',
    (_, vector) => {
      expect(isValid(vector)).toBe(vector.EXPECTEDRESULTS.EXPECTEDSCHEMAVALIDATION)
    },
  )

  test.each(withSchema.filter(([name]) => exclusions[name]))('%s is still excluded', (_, vector) => {
    expect(isValid(vector)).not.toBe(vector.EXPECTEDRESULTS.EXPECTEDSCHEMAVALIDATION)
  })

  test.each(withPicture)('the picture of %s shows its text, or not, as expected', (_, vector) => {
    const shown = shownBy(vector['2DCODE'] ?? '')
    expect(shown === vector.PREFIX).toBe(vector.EXPECTEDRESULTS.EXPECTEDPICTUREDECODE)
  })
})
