import type { GraphQLError, GraphQLFormattedError } from 'graphql'
import {
  type ErrorCode,
  type ErrorDetails,
  errorCatalogue,
  errorText,
  isErrorCode,
  PublicError,
} from '../../schema/errors.ts'
import { isSubgraphName, registers } from '../../schema/registers.ts'
import { inLanguage, type Locale } from '../../schema/scalars/locale.ts'
import type { AnswerError } from '../engine/index.ts'

export type Reader = { readonly locale: Locale; readonly eventId: string }

/** An error in the reader's language, with all that the catalogue says of its code. */
export function presentCode(code: ErrorCode, details: ErrorDetails, { locale, eventId }: Reader) {
  const { text, language } = errorText(code, locale, details)
  const { register } = details
  const registerName =
    register !== undefined && isSubgraphName(register) ? inLanguage(registers[register].name, locale).text : undefined
  return {
    message: text,
    extensions: {
      code,
      ...details,
      ...(registerName && { registerName }),
      retry: errorCatalogue[code].retry,
      language,
      eventId,
    },
  }
}

/** What graphql-js and the server say of an operation that cannot run. Their wording helps whoever wrote it. */
const operationErrors = new Set([
  'OPERATION_INVALID',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
])

/** graphql-js offers names of the schema to who guesses almost right. */
const suggestion = / ?Did you mean .+\?$/s

/** graphql-js quotes the value of a variable that does not fit. It may be a person's: only where it stands is told. */
const quotedValue = /^(Variable "\$\w+") got invalid value .*?(?: at "([\w.[\]]+)")?; .*$/s

const withoutValue = (message: string) =>
  message.replace(quotedValue, (_, variable: string, place?: string) =>
    place === undefined ? `${variable} got an invalid value.` : `${variable} got an invalid value at "${place}".`,
  )

/** What is wrong with an operation, in the words of graphql-js; beside it, in the reader's language, that it is wrong. */
export function presentInvalid(
  { message, locations }: { message: string; locations?: GraphQLError['locations'] },
  reader: Reader,
): GraphQLFormattedError {
  const { message: text, extensions } = presentCode('OPERATION_INVALID', {}, reader)
  return {
    message: withoutValue(message.replace(suggestion, '')),
    ...(locations && locations.length > 0 && { locations }),
    extensions: { ...extensions, text },
  }
}

/**
 * An error of an answer, as the client gets it. Codes of the catalogue get its text; a faulty operation keeps what is
 * wrong with it; all else is masked, and told to `reportBug` under the event id.
 */
export function presentGraphQLError(
  error: GraphQLFormattedError | AnswerError,
  reader: Reader,
  reportBug: (error: unknown) => void,
): GraphQLFormattedError {
  const { extensions = {}, path, locations, message } = error
  const where = { ...(path && { path }), ...(locations && locations.length > 0 && { locations }) }
  const code = extensions.code
  if (typeof code === 'string' && operationErrors.has(code)) return { ...where, ...presentInvalid({ message }, reader) }
  if (isErrorCode(code) && code !== 'INTERNAL') return { ...where, ...presentCode(code, detailsOf(extensions), reader) }
  reportBug(error)
  return { ...where, ...presentCode('INTERNAL', {}, reader) }
}

/** Every detail there is: the type fails when the catalogue gets another one and it is not passed on. */
const passedOn: Readonly<Record<keyof ErrorDetails, true>> = {
  register: true,
  claim: true,
  requiredLevel: true,
  scope: true,
  policy: true,
  limit: true,
  quota: true,
  seconds: true,
  reason: true,
  paragraph: true,
  validFrom: true,
  source: true,
  feature: true,
}
const detailNames = Object.keys(passedOn) as readonly (keyof ErrorDetails)[]

function detailsOf(extensions: Readonly<Record<string, unknown>>): ErrorDetails {
  const details: Partial<Record<keyof ErrorDetails, string>> = {}
  for (const name of detailNames) {
    const detail = extensions[name]
    if (typeof detail === 'string') details[name] = detail
  }
  return details
}

/** A refusal of the whole request, before or instead of an answer. */
export function presentRefusal(error: unknown, reader: Reader, reportBug: (error: unknown) => void) {
  const known = error instanceof PublicError ? error : undefined
  if (!known) reportBug(error)
  const code = known?.code ?? 'INTERNAL'
  return { status: errorCatalogue[code].status, body: { errors: [presentCode(code, known?.details ?? {}, reader)] } }
}
