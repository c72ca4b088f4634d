import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import type { PersonIdentifier, PersonIdentifierKind } from '../../../schema/scalars/person-identifier.ts'
import type { AddressProtection } from '../store/tables.ts'

/** One of the numbers a person has or has had. */
export type Identity = {
  readonly identifier: PersonIdentifier
  readonly kind: PersonIdentifierKind
  readonly issuedOn: LocalDate
  /** Null for the current number. */
  readonly supersededOn: LocalDate | null
}

export type Name = { readonly given: string; readonly middle: string | null; readonly family: string }

/** A person as Folkeregisteret's copy holds one. */
export type PersonRecord = {
  readonly personId: number
  readonly name: Name
  readonly birthDate: LocalDate
  readonly sex: 'F' | 'M'
  readonly kommuneNumber: string | null
  readonly addressProtection: AddressProtection
  readonly language: 'nb' | 'nn' | 'en' | 'se'
  readonly diedOn: LocalDate | null
  readonly updatedAt: Date
  /** The current number first, then the last superseded. */
  readonly identities: readonly Identity[]
}

/** A parent or child of somebody. */
export type RelativeRecord = {
  readonly personId: number
  readonly name: Name
  readonly birthDate: LocalDate
  readonly addressProtection: AddressProtection
  /** Whether the parent of the two has parental responsibility for the child. */
  readonly hasCustody: boolean
}

export function fullName({ given, middle, family }: Name): string {
  return [given, middle, family].filter(Boolean).join(' ')
}

/** The current number first, then the last superseded: the first is what a person is known by today. */
export function currentFirst(identities: readonly Identity[]): readonly Identity[] {
  const until = ({ supersededOn }: Identity) => supersededOn ?? '9999-12-31'
  return identities.toSorted(
    (a, b) =>
      until(b).localeCompare(until(a)) ||
      b.issuedOn.localeCompare(a.issuedOn) ||
      a.identifier.localeCompare(b.identifier),
  )
}
