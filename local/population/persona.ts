import type { LocalText } from '../../schema/scalars/locale.ts'
import type { PersonIdentifier } from '../../schema/scalars/person-identifier.ts'

/** A synthetic person one can sign in as: one situation, under a name that commands use. */
export type Persona = {
  /** Lower case ASCII, as in `npm run token -- kari`. */
  readonly name: string
  readonly fullName: string
  /** What this person signs in with. Synthetic (month+80), or a felles hjelpenummer. */
  readonly identifier: PersonIdentifier
  /** The one situation this person shows. */
  readonly shows: LocalText
}
