import { expect, test } from 'vitest'
import { challengeOf } from '../../../gateway/http/challenge.ts'
import { type ErrorCode, type ErrorDetails, PublicError } from '../../../schema/errors.ts'

const algs = 'algs="ES256 ES384 ES512 PS256 PS384 PS512 RS256 RS384 RS512 EdDSA"'

const challenge = (code: ErrorCode, details: ErrorDetails = {}, authorization?: string) =>
  challengeOf(new PublicError(code, { details }), authorization)

test('who sends nothing is offered both ways, and no error is named', () => {
  expect(challenge('UNAUTHENTICATED')).toBe(`Bearer realm="helsegraf", DPoP realm="helsegraf", ${algs}`)
})

test('a vendor reads which claim is missing', () => {
  expect(challenge('TOKEN_INVALID', { claim: 'orgnr_parent', reason: 'missing' }, 'DPoP x')).toBe(
    `DPoP realm="helsegraf", ${algs}, error="invalid_token", error_description="TOKEN_INVALID: The access token was not accepted: orgnr_parent is wrong. Sign in again. [missing: orgnr_parent]"`,
  )
})

test.each<[string, ErrorCode, ErrorDetails, string, RegExp]>([
  ['an expired token', 'TOKEN_EXPIRED', {}, 'Bearer x', /^Bearer .*error="invalid_token"/],
  ['a faulty proof', 'DPOP_INVALID', { reason: 'htu' }, 'DPoP x', /^DPoP .*error="invalid_dpop_proof".*\(htu\)/],
  ['a bound token as bearer’s', 'DPOP_INVALID', { reason: 'scheme' }, 'Bearer x', /^DPoP .*algs=.*\(scheme\)/],
  ['a missing scope', 'SCOPE_MISSING', { scope: 'a:b' }, 'DPoP x', /error="insufficient_scope".*scope="a:b"/],
  [
    'a low level',
    'STEP_UP_REQUIRED',
    { requiredLevel: 'idporten-loa-high' },
    'Bearer x',
    /^Bearer .*error="insufficient_user_authentication".*acr_values="idporten-loa-high"/,
  ],
  ['a low level at work', 'SECURITY_LEVEL_TOO_LOW', { requiredLevel: '4' }, 'DPoP x', /^DPoP .*acr_values="4"/],
])('%s is named as OAuth names it', (_, code, details, authorization, expected) => {
  const text = challenge(code, details, authorization) ?? ''
  expect(text).toMatch(expected)
  expect(text).toMatch(/^[\x20-\x7e]+$/)
})

test.each<[ErrorCode]>([['FORBIDDEN'], ['APP_NOT_APPROVED'], ['BAD_REQUEST'], ['IDENTITY_PROVIDER_UNAVAILABLE']])(
  '%s is not healed by another sign-in',
  code => {
    expect(challenge(code)).toBeUndefined()
  },
)

test('a bug is nobody’s challenge', () => {
  expect(challengeOf(new Error('x'), undefined)).toBeUndefined()
})
