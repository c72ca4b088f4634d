import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDomesticCertificate, trustSigner } from '../../subgraphs/certificate/dcc/index.ts'
import { startWorld, type World } from '../world.ts'

const ask = `{ me { domesticCertificate { __typename
  ... on DomesticCertificate { no1 expiresAt fetchedAt }
  ... on DomesticCertificateRefusal { reason text language availableOn } } } }`

describe.each(['in-process', 'http'] as const)('the certificate for use in Norway, subgraphs %s', transport => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ transport })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test('says whose it is, and nothing of why', async () => {
    const { data, errors } = await world.ask(ask, { as: 'lars' })
    expect(errors).toEqual([])
    const { no1, expiresAt } = data.me.domesticCertificate
    expect(no1).toMatch(/^NO1:/)
    const opened = await openDomesticCertificate(no1, [trustSigner(world.signer.certificate)], () => new Date())
    expect(Object.keys(opened.payload)).toEqual(['dob', 'nam', 'ver'])
    expect(opened.expiresAt.toISOString()).toBe(new Date(expiresAt).toISOString())
    expect(opened.expiresAt.getTime() - opened.issuedAt.getTime()).toBeLessThanOrEqual(24 * 3_600_000)
  })

  test('asked again within the hour it is the same, byte for byte', async () => {
    const [one, other] = [await world.ask(ask, { as: 'lars' }), await world.ask(ask, { as: 'lars' })]
    expect(one.data.me.domesticCertificate.no1).toBe(other.data.me.domesticCertificate.no1)
  })

  test('costs one fetch from each registry and one certificate call', async () => {
    world.fetches()
    await world.ask(ask, { as: 'kari' })
    const fetches = world.fetches()
    expect(fetches.toSorted()).toEqual(['certificate', 'person', 'recovery', 'test', 'vaccine'])
  })

  test('with nothing registered is refused in the reader’s language', async () => {
    const { data, errors } = await world.ask(ask, { as: 'tor', language: 'nn' })
    expect(errors).toEqual([])
    expect(data.me.domesticCertificate).toMatchObject({
      __typename: 'DomesticCertificateRefusal',
      reason: 'NO_BASIS',
      language: 'nn',
      text: expect.stringContaining('Vi finn ingen'),
    })
  })

  test('whoever had COVID-19 five days ago is told from which day it is green', async () => {
    const { data } = await world.ask(ask, { as: 'nora' })
    expect(data.me.domesticCertificate).toMatchObject({
      reason: 'NOT_YET',
      availableOn: expect.stringMatching(/^\d{4}-/),
    })
  })

  test('a dead test registry costs nothing: tests no longer count', async () => {
    await world.breakDown('test')
    const { data, errors } = await world.ask(ask, { as: 'lars' })
    expect(errors).toEqual([])
    expect(data.me.domesticCertificate.no1).toMatch(/^NO1:/)
  })
})
