import { sql } from 'kysely'
import readExcelFile from 'read-excel-file/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../../../schema/access.ts'
import { bergen, clerk, doctor, type Office, openOffice } from './an-office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  const entry = { given_name: '=HYPERLINK("http://x";"Kari")', family_name: 'Ås', employer_name: '@SUM(A1)' }
  await office.arrive({ entry, results: [{ outcome: 'NEGATIVE' }] })
  await office.arrive({ entry: { given_name: 'Ola', family_name: 'Å; "B"' } })
})
afterAll(() => office[Symbol.asyncDispose]())

const fileOf = (format: string, more = '') =>
  `{ municipality(number: "${bergen}") { travellers(purpose: QUARANTINE, orderBy: NAME ${more}) {
    file(format: ${format}) { name mediaType content rows endCursor } } } }`

async function rowsOf(format: 'CSV' | 'XLSX', as: Caller): Promise<(string | null)[][]> {
  const { data, errors } = await office.ask(fileOf(format), as)
  expect(errors).toEqual([])
  const { content, rows, name } = data.municipality.travellers.file
  expect([rows, name]).toEqual([2, `innreiser-4601-2021-11-22.${format.toLowerCase()}`])
  const bytes = Buffer.from(content, 'base64')
  if (format === 'CSV')
    return bytes
      .toString()
      .split('\r\n')
      .map(line => line.split(';'))
  const [sheet] = await readExcelFile(bytes)
  return (sheet?.data ?? []) as (string | null)[][]
}

test('a workbook has a row a traveller, with the status; what a traveller wrote is text and never a formula', async () => {
  const [heads = [], ...rows] = await rowsOf('XLSX', doctor)
  const column = (name: string) => rows.map(row => row[heads.indexOf(name)])
  expect(heads).toContain('Innreisekommune')
  expect(column('Fornavn')).toEqual(['Ola', '=HYPERLINK("http://x";"Kari")'])
  expect(column('Prøvesvar')).toEqual(['ikke testet', 'negativt'])
  expect(column('Innreisekommune')).toEqual(['4601 Bergen', '4601 Bergen'])
})

test('in a text file what would be a formula has an apostrophe in front, and quotes and semicolons stay in their field', async () => {
  const answer = await office.ask(fileOf('CSV'), doctor)
  const text = Buffer.from(answer.data.municipality.travellers.file.content, 'base64').toString()
  expect(text.startsWith('\uFEFFReferanse;Register;Fornavn')).toBe(true)
  expect(text).toContain(`"'=HYPERLINK(""http://x"";""Kari"")";Ås;`)
  expect(text).toContain(';"Å; ""B""";')
  expect(text).toContain(`;'@SUM(A1);`)
  expect(text).not.toMatch(/(^|;)"?[=@]/m)
})

test('who may not see results gets a file without them', async () => {
  const [heads = []] = await rowsOf('CSV', clerk)
  expect(heads).toContain('Skal følges opp')
  expect(heads).not.toContain('Prøvesvar')
  expect(heads).not.toContain('Negativt svar')
})

test('who is in a file is written in each one’s own log', async () => {
  const kysely = office.database.as<unknown>()
  const count = async () => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from access_log.entry where kind = 'disclosure' and area = 'entries'`.execute(kysely)
    return rows[0]?.n ?? 0
  }
  const before = await count()
  await office.ask(fileOf('CSV'), doctor)
  expect((await count()) - before).toBe(2)
})

test('a file goes on where its list was asked from, and has no one of another kommune', async () => {
  const first = `{ municipality(number: "${bergen}") { travellers(purpose: QUARANTINE, orderBy: NAME, first: 1) { pageInfo { endCursor } } } }`
  const { endCursor } = (await office.ask(first, doctor)).data.municipality.travellers.pageInfo
  const { data } = await office.ask(fileOf('CSV', `, after: "${endCursor}"`), doctor)
  expect(data.municipality.travellers.file).toMatchObject({ rows: 1, endCursor: null })
  const refused = await office.ask(fileOf('CSV').replace(bergen, '0301'), doctor)
  expect(refused.errors[0]?.extensions.code).toBe('WRONG_MUNICIPALITY')
})
