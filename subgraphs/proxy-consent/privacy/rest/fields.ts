import {
  type IdentifierProfile,
  isAllowed,
  type PersonIdentifier,
  parsePersonIdentifier,
} from '../../../../schema/scalars/person-identifier.ts'
import type { SettingKind } from '../catalogue/definition.ts'
import { type Evidence, readEvidence } from '../domain/evidence.ts'
import { typePi } from '../outbox/replica.ts'
import type { InclusionKind } from '../store/tables.ts'
import { PvkRefusal } from './reply.ts'

type Body = Readonly<Record<string, unknown>>

const wrong = (field: string) => new PvkRefusal('field', { detail: field })

export function text(body: Body, field: string, longest = 200): string {
  const value = body[field]
  if (typeof value !== 'string' || value === '' || value.length > longest) throw wrong(field)
  return value
}

export function flag(body: Body, field: string): boolean {
  const value = body[field]
  if (typeof value !== 'boolean') throw wrong(field)
  return value
}

/** A count as a number, or as the text that a query string has. */
export function count(value: unknown, field: string, otherwise?: number): number {
  if (value === undefined && otherwise !== undefined) return otherwise
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) throw wrong(field)
  return number
}

export function citizenOf(body: Body, profile: IdentifierProfile): PersonIdentifier {
  const parsed = parsePersonIdentifier(text(body, 'innbyggerFnr'))
  if (!parsed || !isAllowed(parsed, profile)) throw wrong('innbyggerFnr')
  return parsed.value
}

export function kindOf(body: Body): SettingKind {
  const wanted = text(body, 'typePi').toLowerCase()
  const found = (Object.keys(typePi) as SettingKind[]).find(kind => typePi[kind] === wanted)
  if (!found) throw wrong('typePi')
  return found
}

const inclusionTypes: Readonly<Record<string, InclusionKind>> = {
  inkludert: 'INCLUDED',
  deltager: 'PARTICIPANT',
  oppfort: 'LISTED',
}

export function inclusionOf(body: Body): InclusionKind {
  const found = inclusionTypes[text(body, 'inkluderingType').toLowerCase()]
  if (!found) throw wrong('inkluderingType')
  return found
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

export function timeOf(body: Body): Date | undefined {
  const value = body.tidspunkt ?? undefined
  if (value === undefined) return undefined
  const time = typeof value === 'string' && instant.test(value) ? new Date(value) : undefined
  if (!time || Number.isNaN(time.getTime())) throw wrong('tidspunkt')
  return time
}

/** Both fields or neither. */
export function evidenceOf(body: Body): Evidence | undefined {
  const { signertBevisMimeType: mediaType, signertBevisInnhold: content } = body
  if (mediaType == null && content == null) return undefined
  if (typeof mediaType !== 'string' || typeof content !== 'string')
    throw new PvkRefusal('evidence', { detail: 'fields' })
  const evidence = readEvidence(mediaType, content)
  if (typeof evidence === 'string') throw new PvkRefusal('evidence', { detail: evidence })
  return evidence
}
