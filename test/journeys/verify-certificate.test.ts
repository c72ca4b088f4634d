import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toLoggableError } from '../../schema/loggable-error.ts'
import { startWorld, type World } from '../world.ts'

const issue = '{ me { name { family } vaccinationCertificate { ... on Certificate { uvci hc1 } } } }'
const verify = `query Verify($text: String!, $for: BusinessContext) {
  verifyCertificate(text: $text, for: $for) { isValid reason isAccepted holder { familyName } rules { identifier result } }
}`

describe('somebody shows a certificate', () => {
  let world: World
  let hc1: string
  let uvci: string
  let family: string

  beforeAll(async () => {
    world = await startWorld()
    const { data } = await world.ask(issue, { as: 'kari' })
    ;({ hc1, uvci } = data.me.vaccinationCertificate)
    family = data.me.name.family
    world.fetches()
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test('that was issued here: anybody signed in sees that it is valid, and whose it is', async () => {
    const { data, errors } = await world.ask(verify, { as: 'tor', variables: { text: hc1, for: { country: 'NX' } } })
    expect(errors).toEqual([])
    expect(data.verifyCertificate).toMatchObject({ isValid: true, reason: null, holder: { familyName: family } })
    expect(data.verifyCertificate.rules.map((rule: { identifier: string }) => rule.identifier)).toEqual([
      'VR-NX-0001',
      'VR-NX-0002',
      'VR-NX-0003',
    ])
  })

  test('and no register is asked about anybody', async () => {
    world.fetches()
    await world.ask(verify, { as: 'tor', variables: { text: hc1 } })
    expect(world.fetches()).toEqual(['certificate'])
  })

  test('to a verifier who has not signed in: refused', async () => {
    const { status, data, errors } = await world.ask(verify, { variables: { text: hc1 } })
    expect([status, data, errors[0]?.extensions.code]).toEqual([401, undefined, 'UNAUTHENTICATED'])
  })

  test.each([[undefined], [null], [42], [['x']], [{}]])('whose text is %j: refused', async text => {
    const { status, errors } = await world.ask(verify, { as: 'tor', variables: { text } })
    expect(status).toBe(400)
    expect(errors).toHaveLength(1)
  })

  test('of 200 000 characters: not valid, as too long, before anything is read', async () => {
    const { data } = await world.ask(verify, { as: 'tor', variables: { text: `HC1:${'A'.repeat(200_000)}` } })
    expect(data.verifyCertificate).toEqual({
      isValid: false,
      reason: 'TOO_LONG',
      isAccepted: null,
      holder: null,
      rules: null,
    })
  })

  test('and nothing of it stands in a bug report, a metric or a refusal', async () => {
    const changed = `${hc1.slice(0, -1)}${hc1.endsWith('0') ? '1' : '0'}`
    const answers = [
      await world.ask(verify, { as: 'tor', variables: { text: changed } }),
      await world.ask(verify, { as: 'tor', variables: { text: [hc1] } }),
      await world.ask(verify, { as: 'tor', variables: { text: hc1, for: { country: 7 } } }),
      await world.ask(verify, { as: 'tor', variables: { text: hc1, for: { country: 'NO', at: 'then' } } }),
    ]
    const { url, close } = await world.metrics.serve('127.0.0.1', 0)
    const metrics = await (await fetch(url)).text()
    await close()
    expect(metrics).toContain('certificate')
    const bugs = world.bugs.map(bug => ({ ...Object(bug), error: toLoggableError(Object(bug).error) }))
    const told = JSON.stringify([answers, metrics, bugs])
    for (const secret of [hc1.slice(4, 60), changed.slice(4, 60), uvci.slice(-17), family]) {
      expect(told).not.toContain(secret)
    }
  })
})
