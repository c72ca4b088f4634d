import { quarantineChoices } from '../../../schema/code-lists/entry-codes.ts'
import { findKommune } from '../../../schema/code-lists/kommuner.ts'
import { type Entry as Held, qualityOf } from '../domain/entry.ts'
import type { View } from '../domain/view.ts'
import type { Entry, EntryEmployer, EntryMunicipality, EntryQuarantine } from '../schema/entry.ts'
import type { EntryIdentityKind } from '../schema/entry-codes.ts'

/** An entry as it is published, with what the caller may see of what Beredskapsregisteret adds. */
export function toEntry(held: Held, view: View): Entry {
  return {
    view,
    id: held.reference,
    source: held.source,
    partyReference: held.party_reference,
    partySize: held.party_size,
    partyChildren: held.party_children,
    selfReported: true,
    quality: qualityOf(held),
    loginMethod: held.login_method,
    identitySource: held.identity_source,
    identityAssignment: held.identity_assignment,
    identityKinds: identityKindsOf(held),
    otherIdentityCountry: held.other_id_country,
    name: `${held.given_name} ${held.family_name}`,
    birthDate: held.birth_date,
    phone: held.phone,
    email: held.email,
    language: held.language,
    fromCountry: held.from_country,
    borderCrossing: held.border_crossing,
    travelledOn: held.travelled_on,
    registeredAt: held.registered_at,
    updatedAt: held.updated_at,
    stayAddress: held.stay_address,
    postalCode: held.postal_code,
    entryMunicipality: toMunicipality(held.entry_kommune),
    quarantineMunicipality: toMunicipality(held.quarantine_kommune),
    district: held.district,
    quarantine: toQuarantine(held, view),
    employer: toEmployer(held),
    followUp: held.follow_up,
  }
}

function identityKindsOf(held: Held): EntryIdentityKind[] {
  return [
    ...(held.fodselsnummer === null ? [] : (['FODSELSNUMMER'] as const)),
    ...(held.d_nummer === null ? [] : (['D_NUMMER'] as const)),
    ...(held.felles_hjelpenummer === null ? [] : (['FELLES_HJELPENUMMER'] as const)),
    ...(held.other_id_kind === null ? [] : [held.other_id_kind]),
  ]
}

const toMunicipality = (number: string | null): EntryMunicipality | null =>
  number === null ? null : { number, name: findKommune(number)?.name ?? null }

function toQuarantine(held: Held, view: View): EntryQuarantine {
  const { hotel_name: name, hotel_arrival_on: arrivalOn, hotel_departure_on: departureOn } = held
  return {
    choice: (quarantineChoices as Record<number, 'QUARANTINE' | 'EXEMPT'>)[held.quarantine_choice ?? 0] ?? null,
    held,
    view,
    place: held.quarantine_place,
    hotel: name === null ? null : { name, arrivalOn, departureOn },
  }
}

function toEmployer(held: Held): EntryEmployer | null {
  const { employer_number: organisationNumber, employer_name: name, employer_contact: contact } = held
  return organisationNumber === null && name === null ? null : { organisationNumber, name, contact }
}
