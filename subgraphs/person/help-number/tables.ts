import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { LocalDate } from '../../../schema/scalars/local-date.ts'

export type DocumentTables = {
  /** Whose a travel document is: what a felles hjelpenummer is found again by. */
  'person.document': { country: string; number: string; birth_date: LocalDate; person_id: number }
}

/** Persons whom Folkeregisteret does not have; their ids begin above all of its. */
export const documentMigration: Migration = {
  async up(db) {
    await sql`create sequence person.help_number_person start with 9000000000`.execute(db)
    await sql`
      create table person.document (
        country char(2) not null,
        number text not null,
        birth_date date not null,
        person_id bigint not null,
        primary key (country, number)
      )`.execute(db)
  },
}
