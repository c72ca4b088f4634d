import { generateKeyPairSync } from 'node:crypto'
import type { JWK } from 'jose'
import type { AccessLogEntry } from '../../../subgraphs/kernel/access-log.ts'

export const at = new Date('2021-11-22T09:30:00Z')

export function anEntry(but: Partial<AccessLogEntry> = {}): AccessLogEntry {
  return {
    at,
    kind: 'read',
    register: 'vaccine',
    area: 'vaccinations',
    subject: 'kari',
    caller: { kind: 'citizen', id: 'pseudonym-of-kari', client: 'helsenorge-web' },
    basis: 'self',
    purpose: 'own-insight',
    correlationId: 'test',
    ...but,
  }
}

export function entries(many: number, but: Partial<AccessLogEntry> = {}): AccessLogEntry[] {
  return Array.from({ length: many }, (_, index) => anEntry({ subject: `subject-${index + 1}`, ...but }))
}

/** A key that signs heads, and what those who verify know of it. */
export function aLogKey(kid = 'log-1'): { readonly privateJwk: JWK; readonly publicJwk: JWK } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    privateJwk: { ...(privateKey.export({ format: 'jwk' }) as JWK), kid },
    publicJwk: { ...(publicKey.export({ format: 'jwk' }) as JWK), kid },
  }
}
