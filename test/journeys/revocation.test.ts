import { X509Certificate } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { openDesk } from '../../local/revocation/open-desk.ts'
import type { RevocationTarget } from '../../subgraphs/certificate/revocation/index.ts'
import { until } from '../certificate/lists.ts'
import { startWorld, type World } from '../world.ts'

const certificates = `{ me {
  vaccinations { batchNumber performer { organisationNumber } }
  vaccinationCertificate {
    ... on Certificate { uvci hc1 keyId }
    ... on CertificateRefusal { reason text language }
  }
} }`

type Told = {
  readonly uvci?: string
  readonly keyId?: string
  readonly hc1?: string
  readonly reason?: string
  readonly text?: string
}

async function certificateOf(world: World, persona: string, language = 'nb'): Promise<Told> {
  const { data, errors } = await world.ask(certificates, { as: persona, language })
  expect(errors).toEqual([])
  return data.me.vaccinationCertificate
}

/** Two people of the issuer's office. */
async function revoke(world: World, target: RevocationTarget): Promise<void> {
  const { database, secrets } = world
  const { desk, close } = await openDesk({
    database,
    redisUrl: process.env.TEST_REDIS_URL,
    secrets,
    clock: () => new Date(),
  })
  await desk.approve(await desk.request(target, 'ISSUED_IN_ERROR', 'kari'), 'ola')
  await close()
}

async function isVerified(world: World, hc1: string): Promise<object> {
  const { data } = await world.ask('query ($text: String!) { verifyCertificate(text: $text) { isValid reason } }', {
    as: 'ola',
    variables: { text: hc1 },
  })
  return data?.verifyCertificate
}

test('a revoked certificate is not given again, in the reader’s language, and is refused when it is shown', async () => {
  await using world = await startWorld()
  const issued = await certificateOf(world, 'ola')
  const other = await certificateOf(world, 'kari')
  await revoke(world, { kind: 'certificates', uvcis: [issued.uvci ?? ''] })
  const refusedWithin = await until(async () => (await certificateOf(world, 'ola')).reason === 'REVOKED', 5_000)
  expect(refusedWithin).toBeLessThan(5_000)
  expect((await certificateOf(world, 'ola')).text).toMatch(/trukket tilbake/)
  expect((await certificateOf(world, 'ola', 'nn')).text).toMatch(/trekt tilbake/)
  expect((await certificateOf(world, 'ola', 'en')).text).toMatch(/revoked/)
  expect((await certificateOf(world, 'kari')).uvci).toBe(other.uvci)
  expect(await isVerified(world, issued.hc1 ?? '')).toEqual({ isValid: false, reason: 'REVOKED' })
  expect(await isVerified(world, other.hc1 ?? '')).toEqual({ isValid: true, reason: null })
})

test('withdrawing a lot revokes the certificates of its doses, and those alone', async () => {
  await using world = await startWorld()
  await certificateOf(world, 'ola')
  await certificateOf(world, 'kari')
  const { data } = await world.ask(certificates, { as: 'ola' })
  const lots: string[] = data.me.vaccinations.flatMap(
    ({ batchNumber }: { batchNumber: string | null }) => batchNumber ?? [],
  )
  expect(lots.length).toBeGreaterThan(0)
  for (const lot of new Set(lots)) await revoke(world, { kind: 'lot', lot })
  await until(async () => (await certificateOf(world, 'ola')).reason === 'REVOKED', 5_000)
})

test('verifiers learn from this issuer whose signatures to believe and what was revoked', async () => {
  await using world = await startWorld()
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(new URL(`/verifier${path}`, world.url), { headers })
  const certificate = await get('/signercertificateUpdate')
  expect(new X509Certificate(Buffer.from(await certificate.text(), 'base64')).raw).toEqual(world.signer.certificate.raw)
  const keyId = certificate.headers.get('x-kid') ?? ''
  expect(await (await get('/signercertificateStatus')).json()).toEqual([keyId])
  const token = certificate.headers.get('x-resume-token') ?? ''
  expect((await get('/signercertificateUpdate', { 'x-resume-token': token })).status).toBe(204)
  expect(await (await get('/lists')).json()).toEqual([])
  const { uvci = '' } = await certificateOf(world, 'ola')
  await revoke(world, { kind: 'certificates', uvcis: [uvci] })
  await until(async () => ((await (await get('/lists')).json()) as unknown[]).length === 1, 5_000)
  expect(await (await get('/lists')).json()).toMatchObject([{ kid: keyId, mode: 'POINT', hashTypes: ['UCI'] }])
})

test('a link to a PDF is spent once its certificate is revoked, by its id or by its key', async () => {
  await using world = await startWorld()
  const linkTo = async (persona: string): Promise<string> => {
    const query = '{ me { vaccinationCertificate { ... on Certificate { pdf { url } } } } }'
    return (await world.ask(query, { as: persona })).data.me.vaccinationCertificate.pdf.url
  }
  const follow = async (url: string) => (await fetch(new URL(url, world.url))).status
  const [ofOla, ofKari] = [await certificateOf(world, 'ola'), await certificateOf(world, 'kari')]
  const [links, other] = [[await linkTo('ola'), await linkTo('kari')], await linkTo('kari')]
  expect(await follow(other)).toBe(200)
  await revoke(world, { kind: 'certificates', uvcis: [ofOla.uvci ?? ''] })
  const from = new Date(Date.now() - 3_600_000).toISOString()
  await revoke(world, { kind: 'key', keyId: ofKari.keyId ?? '', from, until: new Date().toISOString() })
  const isRevoked = { isValid: false, reason: 'REVOKED' }
  await until(async () => isDeepStrictEqual({ ...(await isVerified(world, ofKari.hc1 ?? '')) }, isRevoked), 5_000)
  expect(await Promise.all(links.map(follow))).toEqual([410, 410])
})
