import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Ajv } from 'ajv'
import type { CertificateKind } from '../dcc/index.ts'
import type { TokenKey } from './pkcs11/messages.ts'

/** A token that a ring's keys are in. */
export type TokenEntry = {
  /** Path of the PKCS#11 library. */
  readonly module: string
  /** The token's label. */
  readonly token: string
  /** Where the PIN is: a file (its first line), or an environment variable of this process. */
  readonly pinFile?: string
  readonly pinVariable?: string
  /** Signatures under way at once in the token. */
  readonly sessions?: number
  /** How long one signature may take, in milliseconds. */
  readonly deadlineMs?: number
  /** Names of environment variables the library needs: the token's process gets no others. */
  readonly environment?: readonly string[]
}

/** A key as the ring's file writes it. */
export type RingEntry = {
  /** For logs; unique in the ring. */
  readonly name: string
  /** What it signs; where not said, all that its certificate allows. */
  readonly kinds?: readonly CertificateKind[]
  /** PEM file of the document signer certificate. */
  readonly certificate: string
  /** PEM file of the private key (PKCS#8); or the key in a token. */
  readonly keyFile?: string
  readonly tokenKey?: TokenKey & { readonly token: string }
  /** When it signs, RFC 3339: `useFrom` inclusive, `useUntil` exclusive. Where not said, as long as its certificate. */
  readonly useFrom?: string
  readonly useUntil?: string
}

export type RingPlan = {
  readonly tokens?: Readonly<Record<string, TokenEntry>>
  readonly keys: readonly RingEntry[]
}

const text = { type: 'string', minLength: 1 } as const
const instant = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
}
const isRingPlan = new Ajv({ strict: true, allErrors: true, strictRequired: false }).compile<RingPlan>({
  type: 'object',
  required: ['keys'],
  additionalProperties: false,
  properties: {
    tokens: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['module', 'token'],
        oneOf: [{ required: ['pinFile'] }, { required: ['pinVariable'] }],
        additionalProperties: false,
        properties: {
          module: text,
          token: text,
          pinFile: text,
          pinVariable: text,
          sessions: { type: 'integer', minimum: 1, maximum: 64 },
          deadlineMs: { type: 'integer', minimum: 10, maximum: 30_000 },
          environment: { type: 'array', items: text },
        },
      },
    },
    keys: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['name', 'certificate'],
        oneOf: [{ required: ['keyFile'] }, { required: ['tokenKey'] }],
        additionalProperties: false,
        properties: {
          name: text,
          kinds: { type: 'array', minItems: 1, items: { enum: ['vaccination', 'test', 'recovery'] } },
          certificate: text,
          keyFile: text,
          tokenKey: {
            type: 'object',
            required: ['token'],
            anyOf: [{ required: ['label'] }, { required: ['id'] }],
            additionalProperties: false,
            properties: { token: text, label: text, id: { type: 'string', pattern: '^([0-9a-fA-F]{2})+$' } },
          },
          useFrom: instant,
          useUntil: instant,
        },
      },
    },
  },
})

/** What stands in a ring's file is no ring. Says where, never what. */
export class RingFileFault extends Error {
  override name = 'RingFileFault'
}

/**
 * Reads a ring's file; paths in it are relative to it.
 * @throws RingFileFault, or the file system's error
 */
export function readRingFile(file: string): RingPlan {
  const plan = parse(readFileSync(file, 'utf8'))
  const here = (path: string) => resolve(dirname(file), path)
  return {
    tokens: mapValues(plan.tokens ?? {}, token => ({
      ...token,
      ...(token.pinFile !== undefined && { pinFile: here(token.pinFile) }),
    })),
    keys: plan.keys.map(key => ({
      ...key,
      certificate: here(key.certificate),
      ...(key.keyFile !== undefined && { keyFile: here(key.keyFile) }),
    })),
  }
}

function parse(content: string): RingPlan {
  let plan: unknown
  try {
    plan = JSON.parse(content)
  } catch {
    // The parser's own message quotes the text.
    throw new RingFileFault('the key ring is not JSON')
  }
  if (!isRingPlan(plan)) {
    const wrong = isRingPlan.errors?.map(({ instancePath, message }) => `${instancePath || '/'} ${message}`)
    throw new RingFileFault(`the key ring is not as it should be: ${wrong?.join('; ')}`)
  }
  checkReferences(plan)
  return plan
}

function checkReferences({ tokens = {}, keys }: RingPlan): void {
  if (new Set(keys.map(({ name }) => name)).size < keys.length) {
    throw new RingFileFault('two keys of the key ring have the same name')
  }
  const lost = keys.find(({ tokenKey }) => tokenKey && !Object.hasOwn(tokens, tokenKey.token))
  if (lost) throw new RingFileFault(`the key ${lost.name} is in a token that the key ring does not name`)
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value)]))
}
