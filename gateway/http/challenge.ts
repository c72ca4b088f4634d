import { type ErrorCode, errorCatalogue, errorText, PublicError } from '../../schema/errors.ts'
import { proofAlgorithms } from '../identity/dpop.ts'

/** OAuth's names for what went wrong: RFC 6750 §3.1, RFC 9449 §7.1, RFC 9470 §3. */
const oauthErrors: Partial<Record<ErrorCode, string>> = {
  TOKEN_INVALID: 'invalid_token',
  TOKEN_EXPIRED: 'invalid_token',
  DPOP_INVALID: 'invalid_dpop_proof',
  SCOPE_MISSING: 'insufficient_scope',
  STEP_UP_REQUIRED: 'insufficient_user_authentication',
  SECURITY_LEVEL_TOO_LOW: 'insufficient_user_authentication',
}

/**
 * `WWW-Authenticate` of a refused sign-in: what is wrong, for whoever wrote the client. Undefined where signing in
 * otherwise would not help. Without a token no error is named, and both schemes are offered (RFC 6750 §3.1).
 */
export function challengeOf(error: unknown, authorization: string | undefined): string | undefined {
  if (!(error instanceof PublicError)) return undefined
  const { code, details } = error
  const oauthError = oauthErrors[code]
  if (oauthError === undefined && errorCatalogue[code].status !== 401) return undefined
  const told = [
    ...(oauthError === undefined ? [] : [`error="${oauthError}"`, `error_description="${describe(error)}"`]),
    ...(details.scope === undefined ? [] : [`scope="${plain(details.scope)}"`]),
    ...(details.requiredLevel === undefined ? [] : [`acr_values="${plain(details.requiredLevel)}"`]),
  ]
  const dpop = `DPoP ${['realm="helsegraf"', `algs="${proofAlgorithms.join(' ')}"`, ...told].join(', ')}`
  const bearer = `Bearer ${['realm="helsegraf"', ...told].join(', ')}`
  if (oauthError === undefined) return `${bearer}, ${dpop}`
  return code === 'DPOP_INVALID' || /^dpop /i.test(authorization ?? '') ? dpop : bearer
}

const describe = (error: PublicError) => {
  const { claim, reason } = error.details
  const what = claim === undefined ? '' : ` [${reason === 'missing' ? 'missing' : 'wrong'}: ${claim}]`
  return plain(`${error.code}: ${errorText(error.code, 'en', error.details).text}${what}`)
}

/** What may stand in an `error_description` (RFC 6750 §3): printable ASCII without quotes and backslashes. */
const plain = (text: string) => text.replaceAll('"', "'").replace(/[^\x20-\x5b\x5d-\x7e]/g, '')
