import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, NoDeprecatedCustomRule, parse, specifiedRules, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorld, type World } from '../world.ts'

const document = readFileSync(join(import.meta.dirname, 'v1-query.graphql'), 'utf8')
const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../schema/api.graphql'), 'utf8'))

test('the document of the first release is as it was recorded', () => {
  expect(createHash('sha256').update(document).digest('hex')).toBe(
    '96063d6f2767a9c9f2cb7e4b887e59d0f815edd595f0901791ee7911b07dd030',
  )
})

test('it is valid in the schema of today, and nothing it asks for is deprecated', () => {
  const rules = [...specifiedRules, NoDeprecatedCustomRule]
  expect(validate(schema, parse(document), rules).map(({ message }) => message)).toEqual([])
})

describe('it answers as it did', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test('with certificates', async () => {
    const { data, errors } = await world.ask(document, { as: 'kari' })
    expect(errors).toEqual([])
    const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/)
    const pdf = { url: expect.stringMatching(/^\/certificates\/pdf\/[\w-]{43}$/), expiresAt: instant }
    expect(data).toEqual({
      me: {
        name: { full: 'Kari Nordmann' },
        birthDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        vaccinationCertificate: {
          __typename: 'Certificate',
          kind: 'VACCINATION',
          issuedAt: instant,
          expiresAt: instant,
          holder: { familyName: 'Nordmann', givenName: 'Kari', birthDate: data.me.birthDate },
          content: {
            dose: 3,
            doses: 3,
            product: { display: expect.any(String) },
            givenOn: expect.any(String),
            country: 'NO',
          },
          pdf,
        },
        testCertificates: [
          {
            __typename: 'Certificate',
            kind: 'TEST',
            issuedAt: instant,
            expiresAt: instant,
            content: {
              type: { display: expect.any(String) },
              result: { display: 'Not detected' },
              sampledAt: instant,
            },
            pdf,
          },
        ],
      },
    })
  })

  test('with a PDF that is signed and has no QR code', async () => {
    const { data } = await world.ask(document, { as: 'kari' })
    const response = await fetch(new URL(data.me.vaccinationCertificate.pdf.url, world.url))
    const text = Buffer.from(await response.arrayBuffer()).toString('latin1')
    expect(text).toContain('/SubFilter /ETSI.CAdES.detached')
    expect(text).not.toContain('/S /Figure')
    const { data: now } = await world.ask(document.replaceAll('version: V1', 'version: V4'), { as: 'kari' })
    const other = await fetch(new URL(now.me.vaccinationCertificate.pdf.url, world.url))
    expect(Buffer.from(await other.arrayBuffer()).toString('latin1')).toContain('/S /Figure')
  })

  test('with refusals', async () => {
    const { data, errors } = await world.ask(document, { as: 'tor', language: 'nb' })
    expect(errors).toEqual([])
    expect(data.me).toMatchObject({
      vaccinationCertificate: { __typename: 'CertificateRefusal', reason: 'NO_DOSE', language: 'nb' },
      testCertificates: [{ __typename: 'CertificateRefusal', reason: 'NO_TEST', language: 'nb' }],
    })
  })
})
