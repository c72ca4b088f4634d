import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { migrate } from '../../subgraphs/kernel/database.ts'
import { aDatabase } from '../database.ts'

const migrations = {
  '0001-days': {
    up: (db: never) => sql`create table probe.day (day date, many bigint, note text)`.execute(db).then(() => {}),
  },
}

test('a calendar day stays a day and a big count a number, copied in or asked for', async () => {
  await using database = await aDatabase()
  await migrate(database, 'probe', migrations)
  await migrate(database, 'probe', migrations)
  await database.copyIn('probe.day', ['day', 'many', 'note'], ['2021-03-28\t5400000\tNærøy\n', '2020-02-29\t1\t\\N\n'])
  const rows = await database
    .as<{ 'probe.day': { day: string; many: number; note: string | null } }>()
    .selectFrom('probe.day')
    .selectAll()
    .orderBy('day')
    .execute()
  expect(rows).toEqual([
    { day: '2020-02-29', many: 1, note: null },
    { day: '2021-03-28', many: 5_400_000, note: 'Nærøy' },
  ])
})
