import type { Database } from '../database.ts'
import type { EntryRow } from './entry.ts'
import type { HeadRow } from './heads.ts'

/** Where the log is kept. Both take what they were given before without a word: a lost answer may be asked for again. */
export type AccessLogStore = {
  append(rows: readonly EntryRow[]): Promise<void>
  keepHead(head: HeadRow): Promise<void>
}

/** A store that has not answered by then is down: whoever waits for the line waits for an answer too. */
const answerMs = 2_000

const entryColumns = {
  writer: 'uuid',
  sequence: 'bigint',
  at: 'timestamptz',
  register: 'text',
  area: 'text',
  subject: 'text',
  caller_kind: 'text',
  caller: 'text',
  client: 'text',
  organisation: 'text',
  basis: 'text',
  purpose: 'text',
  correlation_id: 'text',
  hash: 'text',
  kind: 'text',
  hpr_number: 'text',
  organisation_parent: 'text',
  organisation_supplier: 'text',
  recipient: 'text',
  sealed_actor: 'text',
  refusal: 'text',
  format: 'smallint',
} as const satisfies Record<keyof EntryRow, string>

const headColumns = {
  writer: 'uuid',
  sequence: 'bigint',
  hash: 'text',
  at: 'timestamptz',
  is_final: 'boolean',
  key_id: 'text',
  signature: 'text',
} as const satisfies Record<keyof HeadRow, string>

/**
 * Any number of rows as one parameter: a parameter a column and row would cost more than hashing them. `on conflict`
 * without a target, since with one the role would need to read.
 */
function insertOf(table: string, columns: Readonly<Record<string, string>>): string {
  const names = Object.keys(columns).join(', ')
  const typed = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
  return `insert into ${table} (${names}) select ${names} from json_to_recordset($1::json) as given(${typed.join(', ')})
    on conflict do nothing`
}

const insertEntries = insertOf('access_log.entry', entryColumns)
const insertHead = insertOf('access_log.head', headColumns)

export function createAccessLogStore(database: Database): AccessLogStore {
  const entries = database.prepare('access_log_entries', insertEntries)
  const heads = database.prepare('access_log_head', insertHead)
  return {
    append: rows => inTime(entries(JSON.stringify(rows))),
    keepHead: head => inTime(heads(JSON.stringify([head]))),
  }
}

async function inTime(answer: Promise<unknown>): Promise<void> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('the access log’s store did not answer in time')), answerMs)
  try {
    await Promise.race([answer, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Whether the store may take the same rows later. What it refuses for what they are, or for want of a table or a right
 * (SQLSTATE classes 22, 23, 42), it would refuse again; and then it has surely not taken them.
 */
export function isOutage(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return !(typeof code === 'string' && /^(22|23|42)[0-9A-Z]{3}$/.test(code))
}
