import { sql } from 'kysely'
import type { Caller, Purpose } from '../../../schema/access.ts'
import { type LocalDate, localDate } from '../../../schema/scalars/local-date.ts'
import type { Database } from '../../kernel/database.ts'
import type { Actor, Authorisation, LawSource, LegalBasis, Register } from '../domain/law.ts'
import type { AuthorisationTables } from './authorisation-tables.ts'

export type NewAuthorisation = {
  readonly id: string
  readonly kommune: string
  readonly caller: string
  readonly organisation: string
  readonly role: Actor
  readonly purposes: readonly Purpose[]
  readonly showsNegative: boolean
  readonly district: string | null
  readonly validTo: Date
  readonly givenBy: string
  readonly at: Date
}

export type GivenAuthorisation = Authorisation & { readonly caller: string; readonly revokedAt: Date | null }

export type Reason = {
  readonly id: string
  readonly at: Date
  readonly caller: string
  readonly organisation: string
  readonly kommune: string | null
  readonly purpose: Purpose
  readonly paragraphs: readonly string[]
  readonly reason: string
}

/** Law, agreements, subscriptions and authorisations, as they are now: read at every request, so that a change holds from the next. */
export type AuthorisationStore = {
  readRegister(caller: Caller, now: Date): Promise<Register>
  /** Those given in a kommune that have not ended, the newest first. */
  findGiven(kommune: string, now: Date): Promise<readonly GivenAuthorisation[]>
  add(authorisation: NewAuthorisation): Promise<void>
  /** True when there was one in that kommune to revoke. */
  revoke(revocation: { id: string; kommune: string; by: string; at: Date }): Promise<boolean>
  recordReason(reason: Reason): Promise<void>
}

type RegisterJson = {
  kommuner: string[] | null
  authorisations: AuthorisationJson[] | null
  agreements: { kommune: string; valid_from: string; valid_to: string | null }[] | null
  subscriptions: { kommune: string; source: LawSource; valid_from: string; valid_to: string | null }[] | null
  legal_bases: LegalBasisJson[] | null
  features: string[] | null
}
type AuthorisationJson = {
  authorisation_id: string
  kommune: string | null
  role: Actor
  purposes: Purpose[]
  shows_negative: boolean
  district: string | null
  valid_from: string
  valid_to: string | null
}
type LegalBasisJson = Omit<AuthorisationTables['entry_registry.legal_basis'], 'valid_from' | 'valid_to'> & {
  valid_from: string | null
  valid_to: string | null
}

export function createAuthorisationStore(database: Database): AuthorisationStore {
  const kysely = database.as<AuthorisationTables>()
  return {
    async readRegister({ id, organisation }, now) {
      const numbers = [organisation?.number, organisation?.parent].filter(number => number !== undefined)
      const { rows } = await sql<{ register: RegisterJson }>`
        with own as (
          select kommune from entry_registry.municipality_organisation where organisation = any(${numbers})
        )
        select json_build_object(
          'kommuner', (select json_agg(kommune) from own),
          'authorisations', (select json_agg(a) from entry_registry.authorisation a
            where caller = ${id} and organisation = any(${numbers}) and revoked_at is null),
          'agreements', (select json_agg(a) from entry_registry.agreement a join own using (kommune)),
          'subscriptions', (select json_agg(s) from entry_registry.subscription s join own using (kommune)),
          'legal_bases', (select json_agg(l order by legal_basis_id) from entry_registry.legal_basis l),
          'features', (select json_agg(name) from entry_registry.feature
            where active_from <= ${now} and (active_to is null or active_to > ${now}))
        ) as register`.execute(kysely)
      return toRegister(rows[0]?.register)
    },

    async findGiven(kommune, now) {
      const rows = await kysely
        .selectFrom('entry_registry.authorisation')
        .selectAll()
        .where('kommune', '=', kommune)
        .where(({ eb, or }) => or([eb('valid_to', 'is', null), eb('valid_to', '>', now)]))
        .orderBy('given_at', 'desc')
        .execute()
      return rows.map(row => ({
        id: row.authorisation_id,
        caller: row.caller,
        kommune: row.kommune,
        role: row.role,
        purposes: row.purposes,
        showsNegative: row.shows_negative,
        district: row.district,
        validFrom: row.valid_from,
        validTo: row.valid_to,
        revokedAt: row.revoked_at,
      }))
    },

    async add({ id, caller, organisation, kommune, role, purposes, showsNegative, district, validTo, givenBy, at }) {
      // Asked again with the same id, it is the same authorisation.
      await sql`
        insert into entry_registry.authorisation (authorisation_id, kommune, caller, organisation, role, purposes,
          shows_negative, district, valid_from, valid_to, given_by, given_at)
        values (${id}, ${kommune}, ${caller}, ${organisation}, ${role}, ${purposes}, ${showsNegative}, ${district}, ${at},
          ${validTo}, ${givenBy}, ${at})
        on conflict (authorisation_id) do nothing`.execute(kysely)
    },

    async revoke({ id, kommune, by, at }) {
      const { numUpdatedRows } = await kysely
        .updateTable('entry_registry.authorisation')
        .set({ revoked_at: at, revoked_by: by })
        .where('authorisation_id', '=', id)
        .where('kommune', '=', kommune)
        .where('revoked_at', 'is', null)
        .executeTakeFirst()
      return Number(numUpdatedRows) > 0
    },

    async recordReason({ id, at, caller, organisation, kommune, purpose, paragraphs, reason }) {
      await sql`
        insert into entry_registry.reason
        values (${id}, ${at}, ${caller}, ${organisation}, ${kommune}, ${purpose}, ${paragraphs}, ${reason})`.execute(
        kysely,
      )
    },
  }
}

const day = (text: string): LocalDate => localDate(text)
const dayOrNull = (text: string | null): LocalDate | null => (text === null ? null : localDate(text))

function toRegister(json: RegisterJson | undefined): Register {
  const dated = ({ valid_from, valid_to }: { valid_from: string; valid_to: string | null }) => ({
    validFrom: day(valid_from),
    validTo: dayOrNull(valid_to),
  })
  return {
    ownKommuner: json?.kommuner ?? [],
    authorisations: (json?.authorisations ?? []).map(toAuthorisation),
    agreements: (json?.agreements ?? []).map(row => ({ kommune: row.kommune, ...dated(row) })),
    subscriptions: (json?.subscriptions ?? []).map(row => ({
      kommune: row.kommune,
      source: row.source,
      ...dated(row),
    })),
    legalBases: (json?.legal_bases ?? []).map(toLegalBasis),
    features: new Set(json?.features ?? []),
  }
}

const toAuthorisation = (row: AuthorisationJson): Authorisation => ({
  id: row.authorisation_id,
  kommune: row.kommune,
  role: row.role,
  purposes: row.purposes,
  showsNegative: row.shows_negative,
  district: row.district,
  validFrom: new Date(row.valid_from),
  validTo: row.valid_to === null ? null : new Date(row.valid_to),
})

const toLegalBasis = (row: LegalBasisJson): LegalBasis => ({
  actor: row.actor,
  source: row.source,
  purpose: row.purpose,
  onDemand: row.on_demand,
  basis: row.basis,
  paragraph: row.paragraph,
  validFrom: dayOrNull(row.valid_from),
  validTo: dayOrNull(row.valid_to),
})
