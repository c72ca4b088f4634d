import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWorld, type World } from '../world.ts'

const three = `{ me {
  vaccinationCertificate { __typename ... on Certificate { hc1 } ... on CertificateRefusal { reason } }
  testCertificates { __typename ... on Certificate { hc1 } ... on CertificateRefusal { reason } }
  recoveryCertificate { __typename ... on Certificate { hc1 } ... on CertificateRefusal { reason } }
} }`
const testOnly = '{ me { testCertificates { __typename ... on Certificate { hc1 } } } }'

describe.each(['in-process', 'http'] as const)('certificates, subgraphs %s', transport => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ transport })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test('one query gives a citizen all three kinds', async () => {
    const { status, data, errors } = await world.ask(three, { as: 'kari' })
    expect(errors).toEqual([])
    expect(status).toBe(200)
    expect(data.me.vaccinationCertificate.hc1).toMatch(/^HC1:/)
    expect(data.me.testCertificates[0].hc1).toMatch(/^HC1:/)
    expect(data.me.recoveryCertificate.hc1).toMatch(/^HC1:/)
  })

  test('all three kinds cost one fetch from person, one from each registry and one certificate call', async () => {
    world.fetches()
    await world.ask(three, { as: 'kari' })
    const fetches = world.fetches()
    expect(fetches[0]).toBe('person')
    expect(fetches.slice(1, -1).sort()).toEqual(['recovery', 'test', 'vaccine'])
    expect(fetches.at(-1)).toBe('certificate')
  })

  test('a test certificate alone touches person, test and certificate', async () => {
    world.fetches()
    await world.ask(testOnly, { as: 'kari' })
    expect(world.fetches()).toEqual(['person', 'test', 'certificate'])
  })

  test('what was signed is given again, byte for byte', async () => {
    const first = await world.ask(three, { as: 'kari' })
    const second = await world.ask(three, { as: 'kari' })
    expect(second.data).toEqual(first.data)
  })

  test('a QR code comes only when it is asked for, as an SVG image', async () => {
    const { data } = await world.ask('{ me { vaccinationCertificate { ... on Certificate { qr } } } }', { as: 'kari' })
    expect(data.me.vaccinationCertificate.qr).toMatch(/^<svg /)
  })

  test('every register that was asked is told, with its status and freshness', async () => {
    const { extensions } = await world.ask(three, { as: 'kari', language: 'nn' })
    expect(extensions.sources).toHaveLength(5)
    expect(extensions.sources).toContainEqual({
      register: 'vaccine',
      name: 'Vaksinasjonsregisteret SYSVAK',
      owner: 'FHI',
      status: 'OK',
      updatedAt: expect.stringMatching(/^\d{4}-/),
    })
  })

  test('with nothing in the registries, each kind is refused with its reason, and nothing is an error', async () => {
    const { data, errors } = await world.ask(three, { as: 'tor' })
    expect(errors).toEqual([])
    expect(data.me.vaccinationCertificate).toEqual({ __typename: 'CertificateRefusal', reason: 'NO_DOSE' })
    expect(data.me.testCertificates).toEqual([{ __typename: 'CertificateRefusal', reason: 'NO_TEST' }])
    expect(data.me.recoveryCertificate).toEqual({ __typename: 'CertificateRefusal', reason: 'NO_CASE' })
  })
})

describe.each(['in-process', 'http'] as const)('with the test registry down, subgraphs %s', transport => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ transport })
    await world.breakDown('test')
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test('the other certificates come, and the test part is null with its reason in the reader’s language', async () => {
    const { status, data, errors, extensions } = await world.ask(three, { as: 'kari', language: 'nb' })
    expect(status).toBe(200)
    expect(data.me.vaccinationCertificate.hc1).toMatch(/^HC1:/)
    expect(data.me.recoveryCertificate.hc1).toMatch(/^HC1:/)
    expect(data.me.testCertificates).toBeNull()
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatchObject({
      path: ['me', 'testCertificates'],
      message: expect.stringContaining('MSIS-labdatabasen svarer ikke'),
      extensions: { code: 'REGISTRY_UNAVAILABLE', register: 'test', retry: true, language: 'nb' },
    })
    expect(extensions.sources).toContainEqual(expect.objectContaining({ register: 'test', status: 'UNAVAILABLE' }))
  })

  test('test results themselves are null with the same error at their own path, never an empty list', async () => {
    const { data, errors } = await world.ask('{ me { testResults { id } } }', { as: 'kari' })
    expect(data.me.testResults).toBeNull()
    expect(errors.map(error => [error.path, error.extensions.code])).toEqual([
      [['me', 'testResults'], 'REGISTRY_UNAVAILABLE'],
    ])
  })
})
