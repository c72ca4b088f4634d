import { sql } from 'kysely'
import { type Purpose, pseudonymOf } from '../../schema/access.ts'
import type { Actor } from '../../subgraphs/entry-registry/domain/law.ts'
import type { AuthorisationTables } from '../../subgraphs/entry-registry/store/authorisation-tables.ts'
import type { Database } from '../../subgraphs/kernel/database.ts'
import { organisations } from '../personnel/organisations.ts'
import { personnel } from '../personnel/personnel.ts'
import { eventId } from './event-id.ts'

type Given = {
  readonly to: string
  readonly role: Actor
  readonly kommune?: string
  readonly purposes: readonly Purpose[]
}

/** In what capacity those at work follow up travellers. The second and third are let in by the first. */
const given: readonly Given[] = [
  { to: 'lege-bergen', role: 'MUNICIPAL_DOCTOR', kommune: '4601', purposes: ['quarantine', 'contact-tracing'] },
  { to: 'karantene-bergen', role: 'QUARANTINE_TEAM', kommune: '4601', purposes: ['quarantine'] },
  { to: 'sporer-bergen', role: 'CONTACT_TRACER', kommune: '4601', purposes: ['contact-tracing'] },
  { to: 'lege-oslo', role: 'MUNICIPAL_DOCTOR', kommune: '0301', purposes: ['quarantine', 'contact-tracing'] },
  { to: 'kontrollsenter', role: 'CONTROL_CENTRE', purposes: ['control-centre'] },
  { to: 'arbeidstilsynet', role: 'LABOUR_INSPECTION', purposes: ['labour-inspection'] },
  { to: 'tverrsok', role: 'CROSS_MUNICIPALITY_SEARCH', purposes: ['quarantine'] },
  { to: 'fhi-admin', role: 'INFECTION_CONTROL', purposes: ['contact-tracing'] },
  { to: 'tjenesteansvarlig', role: 'SERVICE_MANAGER', purposes: [] },
]

const kommuner = { '4601': organisations.bergen, '0301': organisations.oslo } as const
const since = '2020-12-31'

/**
 * Agreements, subscriptions and authorisations of those at work here, where they are not there yet: what the municipal
 * doctor or the owner of the database has changed since stays. Authorisations follow the pseudonyms of this installation.
 */
export async function loadFollowUp(database: Database, pseudonymKey: Uint8Array): Promise<void> {
  const kysely = database.as<AuthorisationTables>()
  for (const [kommune, { number }] of Object.entries(kommuner)) {
    await sql`
      insert into entry_registry.municipality_organisation values (${kommune}, ${number}) on conflict do nothing`.execute(
      kysely,
    )
    await sql`
      insert into entry_registry.agreement values (${kommune}, ${`KS-${kommune}`}, ${since}, null)
      on conflict do nothing`.execute(kysely)
    await sql`
      insert into entry_registry.subscription
      select ${kommune}, source, ${since}, null from unnest(array['IRRS', 'PREPAREDNESS', 'MSIS_LAB']) source
      on conflict do nothing`.execute(kysely)
  }
  const rows = given.map((one, at) => authorisation(one, at, pseudonymKey))
  await kysely
    .insertInto('entry_registry.authorisation')
    .values(rows)
    .onConflict(known =>
      known.column('authorisation_id').doUpdateSet(({ ref }) => ({ caller: ref('excluded.caller') })),
    )
    .execute()
}

function authorisation({ to, role, kommune, purposes }: Given, at: number, key: Uint8Array) {
  const persona = personnel.find(({ name }) => name === to)
  if (!persona) throw new RangeError(`nobody at work is ${to}`)
  const valid_from = new Date(`${since}T00:00:00Z`)
  return {
    authorisation_id: eventId(at, 'authorisation', 0, 0, 0),
    kommune: kommune ?? null,
    caller: pseudonymOf(key, 'caller', persona.identifier),
    organisation: persona.organisation.number,
    role,
    purposes: [...purposes],
    shows_negative: false,
    district: null,
    valid_from,
    valid_to: null,
    given_by: 'population',
    given_at: valid_from,
    revoked_by: null,
    revoked_at: null,
  }
}
