import { randomInt } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { PublicError } from '../../../schema/errors.ts'
import { type LocalDate, osloDay } from '../../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../../schema/scalars/person-identifier.ts'
import type { Database } from '../../kernel/database.ts'
import type { PersonTables } from '../store/tables.ts'
import { drawHelpNumber } from './draw-number.ts'
import type { DocumentTables } from './tables.ts'

export type Traveller = {
  readonly given: string
  readonly family: string
  readonly birthDate: LocalDate
  readonly sex: 'F' | 'M'
  /** A travel document: ISO 3166-1 and its number, in capitals and without spaces. */
  readonly document: { readonly country: string; readonly number: string }
}

export type HelpNumbers = {
  /**
   * The number of who holds this document: the one issued before, or a new one. Asked by many at once, one is issued.
   * @throws PublicError BAD_REQUEST where the document is somebody's with another date of birth
   */
  findOrIssue(traveller: Traveller, now: Date): Promise<{ readonly number: PersonIdentifier; readonly isNew: boolean }>
}

type Tables = PersonTables & DocumentTables

/** Nobody is found by name and date of birth: two persons can share both, and one's results would be the other's. */
export function createHelpNumbers(database: Database): HelpNumbers {
  const kysely = database.as<Tables>()
  return {
    findOrIssue: (traveller, now) =>
      kysely.transaction().execute(async transaction => {
        const claimed = await claim(transaction, traveller)
        if (claimed === undefined) return { number: await known(transaction, traveller), isNew: false }
        return { number: await issue(transaction, claimed, traveller, now), isNew: true }
      }),
  }
}

/** A new person's id where nobody has the document. Whoever comes at the same time waits here until that is decided. */
async function claim(kysely: Kysely<Tables>, { document, birthDate }: Traveller): Promise<number | undefined> {
  const { rows } = await sql<{ person_id: number }>`
    insert into person.document (country, number, birth_date, person_id)
    values (${document.country}, ${document.number}, ${birthDate}, nextval('person.help_number_person'))
    on conflict do nothing returning person_id`.execute(kysely)
  return rows[0]?.person_id
}

async function known(kysely: Kysely<Tables>, { document, birthDate }: Traveller): Promise<PersonIdentifier> {
  const { rows } = await sql<{ identifier: PersonIdentifier; birth_date: LocalDate }>`
    select i.identifier, d.birth_date from person.document d join person.identifier i on i.person_id = d.person_id
    where d.country = ${document.country} and d.number = ${document.number} and i.kind = 'FELLES_HJELPENUMMER'
    order by i.issued_on desc limit 1`.execute(kysely)
  const [found] = rows
  if (!found || found.birth_date !== birthDate)
    throw new PublicError('BAD_REQUEST', { details: { reason: 'document' } })
  return found.identifier
}

async function issue(
  kysely: Kysely<Tables>,
  personId: number,
  { given, family, birthDate, sex }: Traveller,
  now: Date,
): Promise<PersonIdentifier> {
  await kysely
    .insertInto('person.person')
    .values({
      person_id: personId,
      given_name: given,
      middle_name: null,
      family_name: family,
      birth_date: birthDate,
      sex,
      kommune_number: null,
      address_key: null,
      address_protection: 'UGRADERT',
      language: 'en',
      died_on: null,
      updated_at: now,
    })
    .execute()
  for (;;) {
    const number = drawHelpNumber(below => randomInt(below))
    const { rows } = await sql<object>`
      insert into person.identifier values (${number}, ${personId}, 'FELLES_HJELPENUMMER', ${osloDay(now)}, null)
      on conflict (identifier) do nothing returning identifier`.execute(kysely)
    if (rows.length > 0) return number
  }
}
