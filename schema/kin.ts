import { type Caller, openSealedFor, type SealKeys, sealedFor } from './access.ts'
import { PublicError } from './errors.ts'
import type { LocalDate } from './scalars/local-date.ts'
import type { PersonIdentifier } from './scalars/person-identifier.ts'

/**
 * What Folkeregisteret knows of a person and her children, for those who judge who may act for whom. Only facts: which
 * of them count is the judge's to say.
 */
export type Kin = {
  readonly name: { readonly given: string; readonly middle: string | null; readonly family: string }
  readonly birthDate: LocalDate
  /** Fortrolig or strengt fortrolig address. */
  readonly isProtected: boolean
  readonly children: readonly Child[]
}

export type Child = {
  readonly identifier: PersonIdentifier
  readonly birthDate: LocalDate
  readonly isProtected: boolean
  /** Whether the parent has parental responsibility (foreldreansvar). */
  readonly hasCustody: boolean
  /** Whether somebody with parental responsibility is registered at the child's address. */
  readonly livesWithCustodian: boolean
}

/** Seals what is known of a person, for the caller whose grant it was asked with: it opens for no other. */
export function sealKin(keys: SealKeys, kin: Kin, { caller, subject }: { caller: Caller; subject: string }): string {
  return sealedFor(keys, JSON.stringify(kin), { caller, what: `kin ${subject}` })
}

/** @throws PublicError FORBIDDEN for what was not sealed for this caller about this person */
export function openKin(keys: SealKeys, text: unknown, { caller, subject }: { caller: Caller; subject: string }): Kin {
  try {
    return JSON.parse(openSealedFor(keys, text, { caller, what: `kin ${subject}` }))
  } catch (cause) {
    throw new PublicError('FORBIDDEN', { cause })
  }
}
