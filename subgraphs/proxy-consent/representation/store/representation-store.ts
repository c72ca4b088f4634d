import type { PersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import type { Fullmakt } from '../domain/fullmakt.ts'
import type { NewFullmakt } from '../domain/new-fullmakt.ts'

type Identifiers = readonly PersonIdentifier[]
export type Side = 'giver' | 'receiver'

/** One opening of a patient's data in an emergency. Kept apart from the access log, for those who review each of them. */
export type EmergencyOpening = {
  readonly at: Date
  readonly patient: PersonIdentifier
  /** Pseudonym of the caller. */
  readonly caller: string
  readonly hprNumber: string
  readonly organisation: string | null
  readonly reason: string
  readonly correlationId: string
}

/** That an emergency opened what the patient had closed. */
export type Override = {
  readonly at: Date
  readonly subject: string
  readonly area: string
  readonly restriction: string
  readonly caller: string
  readonly correlationId: string
}

/** Who assigned a fullmakt to somebody who cannot consent, and why. */
export type Assignment = {
  /** Pseudonym of the caller. */
  readonly caller: string
  readonly hprNumber: string
  /** The legal entity: it can end what it has assigned. */
  readonly organisation: string
  readonly assessment: string
  readonly correlationId: string
}

/** Where fullmakter are kept. Each function is one question, however many persons. */
export type RepresentationStore = {
  /** Every fullmakt that one of these numbers is this side of, whether in force or not; the newest first. */
  findBySide(side: Side, identifiers: Identifiers): Promise<readonly Fullmakt[]>
  /** One fullmakt, where one of these numbers is this side of it. */
  find(id: string, side: Side, identifiers: Identifiers): Promise<Fullmakt | undefined>
  /** Keeps a new one. Undefined where the giver, by all her numbers, has as many as anybody may have. */
  give(fresh: NewFullmakt, giver: Identifiers, now: Date, assignment?: Assignment): Promise<Fullmakt | undefined>
  /** Whether the organisation has assigned this fullmakt. */
  hasAssigned(organisation: string, id: string): Promise<boolean>
  /** Ends it, once. Undefined where it had ended already. */
  end(id: string, by: Side | 'register', now: Date): Promise<Fullmakt | undefined>
  recordEmergency(opening: EmergencyOpening): Promise<void>
  recordOverride(override: Override): Promise<void>
}
