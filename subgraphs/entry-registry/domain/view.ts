import type { ErrorCode, ErrorDetails } from '../../../schema/errors.ts'

/** Why a part is not shown; what a client is told of it. */
export type Refusal = { readonly code: ErrorCode; readonly details: ErrorDetails }

/** Whether a part of what is known may be shown to who asks. */
export type Part = 'open' | Refusal

/** What of an entry a caller may see beyond the entry itself. */
export type View = {
  /** The control centre's conversations. */
  readonly contacts: Part
  /** What the entry itself says of the traveller's health: that an exemption is for who is vaccinated or has recovered. */
  readonly health: Part
  /** What a traveller told of her health in them. */
  readonly healthNotes: Part
  readonly breaches: Part
}

/** A traveller who sees what is held of herself. */
export const ownView: View = { contacts: 'open', health: 'open', healthNotes: 'open', breaches: 'open' }
