import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import schema from '../../../schema/code-lists/eu/dcc-schema-1.3.3.json' with { type: 'json' }
import { GateFailure } from './gate.ts'
import type { Dcc } from './payload.ts'

const ajv = new Ajv2020({ strict: true, strictRequired: false })
ajv.addKeyword('valueset-uri')
// The package is CommonJS: its function is the default of the default.
formats.default(ajv)
const isDcc = ajv.compile<Dcc>(closed(schema))

/**
 * The published schema lets unknown fields pass anywhere; a certificate with one is a mistake of its issuer
 * (dcc-quality-assurance, SpecialCaseHandling.md), so every object that lists its properties is closed.
 */
function closed(node: object): object {
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, isPlain(value) ? closed(value) : value]),
  )
  return isPlain(copy.properties) ? { ...copy, additionalProperties: false } : copy
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Gate 1: DCC schema 1.3.3, closed. @throws GateFailure naming the place and the keyword, not the value */
export function checkSchema(payload: unknown): asserts payload is Dcc {
  if (isDcc(payload)) return
  const [error] = isDcc.errors ?? []
  const unknown = error?.keyword === 'additionalProperties' ? ` ${error.params.additionalProperty}` : ''
  throw new GateFailure('schema', `${error?.instancePath || '/'} ${error?.keyword}${unknown}`)
}
