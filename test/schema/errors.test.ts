import { describe, expect, test } from 'vitest'
import { type ErrorCode, errorCatalogue, errorText, isErrorCode, PublicError } from '../../schema/errors.ts'
import { subgraphNames } from '../../schema/registers.ts'

const codes = Object.keys(errorCatalogue) as ErrorCode[]
const languages = ['nb', 'nn', 'en', 'se'] as const

test('no code is renamed or dropped, and none changes its weight: clients rely on them', () => {
  const lines = codes.map(code => {
    const { status, retry } = errorCatalogue[code]
    return `${code} ${status}${retry ? ' retry' : ''}`
  })
  expect(lines.sort()).toMatchInlineSnapshot(`
    [
      "ACCESS_LOG_UNAVAILABLE 503 retry",
      "APP_NOT_APPROVED 403",
      "AUTHORISATION_MISSING 403",
      "BAD_REQUEST 400",
      "CERTIFICATE_INVALID 400",
      "CONSENT_REQUEST_CLOSED 409",
      "DATA_PROCESSING_AGREEMENT_MISSING 403",
      "DEMAND_REASON_REQUIRED 400",
      "DOCUMENT_REQUIRED 403",
      "DOCUMENT_UNKNOWN 400",
      "DPOP_INVALID 401",
      "EMERGENCY_ROLE_REQUIRED 403",
      "EVIDENCE_ONE_AT_A_TIME 400",
      "FEATURE_NOT_ACTIVE 403",
      "FORBIDDEN 403",
      "FULLMAKT_GIVER_TOO_YOUNG 403",
      "FULLMAKT_INVALID 400",
      "HEADERS_TOO_LARGE 431",
      "HEALTH_PERSONNEL_REQUIRED 403",
      "HEALTH_ROLE_REQUIRED 403",
      "IDENTIFIER_INVALID 400",
      "IDENTIFIER_IN_DOCUMENT 400",
      "IDENTITY_PROVIDER_UNAVAILABLE 503 retry",
      "INTERNAL 500 retry",
      "LEGAL_BASIS_MISSING 403",
      "LIMITED_BY_AGE 403",
      "LINK_SPENT 410",
      "METHOD_NOT_ALLOWED 405",
      "MUNICIPALITY_NOT_SUBSCRIBED 403",
      "NATIONAL_IDENTITY_REQUIRED 403",
      "NOT_ACCEPTABLE 406",
      "NOT_COVERED_BY_REPRESENTATION 403",
      "NOT_FOUND 404",
      "OPERATION_INVALID 400",
      "OPERATION_UNPLANNABLE 501",
      "OVERLOADED 503 retry",
      "PAYLOAD_TOO_LARGE 413",
      "PDF_UNAVAILABLE 503 retry",
      "PERSON_UNKNOWN 403",
      "POLICY_NOT_MET 403",
      "PRIVACY_DEFINITION_UNKNOWN 404",
      "PRIVACY_PERIOD 400",
      "PRIVACY_RESTRICTION 400",
      "PRIVACY_SETTING_KIND 400",
      "PRIVACY_SETTING_NOT_OPEN 409",
      "PRIVACY_SUPERSEDED 409",
      "PRIVACY_TIME 400",
      "PRIVACY_USE 400",
      "PVK_UNAVAILABLE 503 retry",
      "QUERY_TOO_COSTLY 400",
      "QUOTA_EXCEEDED 429 retry",
      "REASON_REQUIRED 400",
      "REGISTRY_ANSWER_INVALID 502",
      "REGISTRY_TIMEOUT 504 retry",
      "REGISTRY_UNAVAILABLE 502 retry",
      "REPLAY_CHECK_UNAVAILABLE 503 retry",
      "REPRESENTATION_NOT_POSSIBLE 403",
      "REQUEST_TIMEOUT 408 retry",
      "REQUIRES_THE_CITIZEN 403",
      "RESTRICTED_BY_PATIENT 403",
      "REVOCATION_UNAVAILABLE 503 retry",
      "SCOPE_MISSING 403",
      "SECURITY_LEVEL_TOO_LOW 403",
      "SIGNER_UNAVAILABLE 503 retry",
      "STEP_UP_REQUIRED 403",
      "SUBSCRIBERS_TOO_MANY 409",
      "SUBSCRIBER_ADDRESS_REFUSED 400",
      "TOKEN_EXPIRED 401",
      "TOKEN_INVALID 401",
      "UNAUTHENTICATED 401",
      "UNSUPPORTED_MEDIA_TYPE 415",
      "URI_TOO_LONG 414",
      "WRONG_MUNICIPALITY 403",
    ]
  `)
})

describe.each(codes)('%s', code => {
  const { text, status } = errorCatalogue[code]

  test('has its text in bokmål, nynorsk and English, as sentences', () => {
    for (const language of ['nb', 'nn', 'en'] as const) expect(text[language]).toMatch(/^[A-ZÆØÅ{].*\.$/su)
    // Bokmål copied into the nynorsk field would pass every other test.
    if (/\b(ikke|hva|noe|fra|ble|kommer)\b/.test(text.nb)) expect(text.nn).not.toBe(text.nb)
  })

  test('names the same details in every language', () => {
    const placeholders = (words: string) => [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
    expect(placeholders(text.nn)).toEqual(placeholders(text.nb))
    expect(placeholders(text.en)).toEqual(placeholders(text.nb))
  })

  test.each(languages)('leaves no placeholder unfilled in %s, with and without its details', language => {
    const details = { register: 'test', claim: 'aud', requiredLevel: 'idporten-loa-high', limit: '10', reason: 'x' }
    for (const filled of [errorText(code, language, details), errorText(code, language)]) {
      expect(filled.text).not.toMatch(/[{}]|undefined/)
      expect(filled.text.length).toBeGreaterThan(5)
    }
  })

  test('is an HTTP failure', () => {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
  })
})

test.each(['citizen', 'work', 'machine'])('whom a field is for is told in words where it is %s', policy => {
  for (const language of languages) {
    expect(errorText('POLICY_NOT_MET', language, { policy }).text).toMatch(/HelseID|ID-porten/)
  }
  expect(errorText('POLICY_NOT_MET', 'en', { policy: 'clerk' }).text).toContain('only for clerk.')
})

test.each(subgraphNames)('the register behind %s is named as people know it', name => {
  for (const language of languages) {
    const { text } = errorText('REGISTRY_UNAVAILABLE', language, { register: name })
    expect(text).not.toMatch(new RegExp(`^${name} `))
  }
})

test('the language of a text is told: Northern Sámi falls back to bokmål and says so', () => {
  const nb = errorText('FORBIDDEN', 'nb')
  expect(nb.language).toBe('nb')
  expect(errorText('FORBIDDEN', 'nn').language).toBe('nn')
  expect(errorText('FORBIDDEN', 'se')).toEqual(nb)
})

test('a public error says its code and details, and keeps its cause to itself', () => {
  const cause = new Error('connection refused to 10.0.0.7')
  const error = new PublicError('REGISTRY_UNAVAILABLE', { details: { register: 'vaccine' }, cause })
  expect(error.extensions).toEqual({ code: 'REGISTRY_UNAVAILABLE', register: 'vaccine' })
  expect(error.message).toBe(errorText('REGISTRY_UNAVAILABLE', 'en', { register: 'vaccine' }).text)
  expect(JSON.stringify({ ...error, message: error.message })).not.toContain('10.0.0.7')
  expect(error.cause).toBe(cause)
})

test.each([
  ['a code', 'FORBIDDEN', true],
  ['another spelling', 'forbidden', false],
  ['a name every object has', 'toString', false],
  ['the prototype', '__proto__', false],
  ['a number', 403, false],
  ['nothing', undefined, false],
])('%s is told from what is no code', (_, value, is) => {
  expect(isErrorCode(value)).toBe(is)
})
