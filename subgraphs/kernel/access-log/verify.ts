import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import { type EntryRow, genesis, isFormatKept, linkHash } from './entry.ts'
import type { CheckHead, HeadRow } from './heads.ts'
import type { AccessLogTables } from './tables.ts'

/** The first thing that is wrong in a chain: the entry it is found at, and what it is. */
export type Fault = {
  readonly writer: string
  readonly sequence: number
  readonly kind: FaultKind
}

export type FaultKind =
  /** The entry is not what its hash was made of, or does not follow the one before it. */
  | 'changed'
  /** There is no entry with this number, though there is a later one. */
  | 'missing'
  /** A signed head says that the chain went on to here at least. */
  | 'cut'
  /** The head was not signed by the key it names. */
  | 'forged head'
  /** The head was signed by a key that was not given. */
  | 'unknown key'
  /** The head says another hash than the entry has: the chain was made anew. */
  | 'another head'
  /** Entries follow the head that ended the chain. */
  | 'after the end'

export type Verdict = {
  readonly chains: number
  readonly entries: number
  readonly heads: number
  /** Entries after the last head of their chain: what was cut there or made anew cannot be told. */
  readonly unsigned: number
  /** Chains without a final head: their writer runs, or was killed. */
  readonly open: number
  /** At most one a chain. */
  readonly faults: readonly Fault[]
}

export type VerifyPlan = {
  readonly checkHead: CheckHead
  /** Heads that were kept elsewhere: they tell of a chain whose own heads have gone. */
  readonly keptHeads?: readonly HeadRow[] | undefined
  readonly progress?: ((entries: number) => void) | undefined
  readonly pageSize?: number | undefined
}

/**
 * Reads every chain from its first entry to its last, a page at a time: memory is bounded however long the log is.
 * It may be written to meanwhile.
 */
export async function verifyAccessLog(database: Database, plan: VerifyPlan): Promise<Verdict> {
  const kysely = database.as<AccessLogTables>()
  const kept = Map.groupBy(plan.keptHeads ?? [], head => head.writer)
  const sum = { chains: 0, entries: 0, heads: 0, unsigned: 0, open: 0 }
  const faults: Fault[] = []
  for await (const writer of writersOf(kysely, [...kept.keys()].sort())) {
    const chain = await verifyChain(kysely, writer, { ...plan, keptHeads: kept.get(writer) }, sum.entries)
    sum.chains++
    sum.entries += chain.entries
    sum.heads += chain.heads
    sum.unsigned += chain.unsigned
    sum.open += chain.isOpen ? 1 : 0
    if (chain.fault) faults.push(chain.fault)
  }
  return { ...sum, faults }
}

/** Every writer that has an entry or a head, in order, without reading all entries for it. */
async function* writersOf(kysely: Kysely<AccessLogTables>, kept: readonly string[]): AsyncGenerator<string> {
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<{ writer: string | null }>`
      select least(
        (select writer from access_log.entry where writer > ${last}::uuid order by writer limit 1),
        (select writer from access_log.head where writer > ${last}::uuid order by writer limit 1)
      ) as writer`.execute(kysely)
    const candidates = [rows[0]?.writer, kept.find(writer => writer > last)].filter(one => typeof one === 'string')
    const next = candidates.sort()[0]
    if (next === undefined) return
    yield next
    last = next
  }
}

type ChainVerdict = {
  readonly entries: number
  readonly heads: number
  readonly unsigned: number
  readonly isOpen: boolean
  readonly fault: Fault | undefined
}

async function verifyChain(
  kysely: Kysely<AccessLogTables>,
  writer: string,
  { checkHead, keptHeads = [], progress, pageSize = 2_000 }: VerifyPlan,
  before: number,
): Promise<ChainVerdict> {
  const end = { sequence: 0, hash: genesis }
  let [heads, signed, isOpen] = [0, 0, true]
  const verdict = (fault?: FaultKind, sequence = end.sequence + 1): ChainVerdict => ({
    entries: end.sequence,
    heads,
    unsigned: end.sequence - signed,
    isOpen,
    fault: fault && { writer, sequence, kind: fault },
  })
  const pending = headsOf(kysely, writer, keptHeads, pageSize)
  let head = await pending.next()

  for await (const row of entriesOf(kysely, writer, pageSize)) {
    if (!isOpen) return verdict('after the end')
    if (row.sequence !== end.sequence + 1) return verdict('missing')
    if (!isFormatKept(row) || row.hash !== linkHash(end.hash, row)) return verdict('changed')
    Object.assign(end, { sequence: row.sequence, hash: row.hash })
    for (; head && head.sequence <= end.sequence; head = await pending.next()) {
      const fault = faultOf(head, end, checkHead)
      if (fault) return verdict(fault, head.sequence)
      heads++
      signed = head.sequence
      isOpen &&= !head.is_final
    }
    if (end.sequence % pageSize === 0) progress?.(before + end.sequence)
  }
  // A head is written after its entries: whoever sees the head would see them.
  if (!head) return verdict()
  const check = checkHead(head)
  return check === 'good' ? verdict('cut') : verdict(check === 'forged' ? 'forged head' : 'unknown key', head.sequence)
}

function faultOf(head: HeadRow, end: { sequence: number; hash: string }, checkHead: CheckHead): FaultKind | undefined {
  const check = checkHead(head)
  if (check === 'unknown key') return 'unknown key'
  if (check === 'forged') return 'forged head'
  return head.sequence === end.sequence && head.hash === end.hash ? undefined : 'another head'
}

async function* entriesOf(kysely: Kysely<AccessLogTables>, writer: string, pageSize: number): AsyncGenerator<EntryRow> {
  for (let last = Number.MIN_SAFE_INTEGER; ; ) {
    const page = await kysely
      .selectFrom('access_log.entry')
      .selectAll()
      .where('writer', '=', writer)
      .where('sequence', '>', last)
      .orderBy('sequence')
      .limit(pageSize)
      .execute()
    yield* page
    // Until a page is empty: what was written while the last one was checked belongs to the chain too.
    const end = page.at(-1)
    if (!end) return
    last = end.sequence
  }
}

/** The heads of a chain in order, those that were kept elsewhere among them. */
function headsOf(kysely: Kysely<AccessLogTables>, writer: string, kept: readonly HeadRow[], pageSize: number) {
  const elsewhere = kept.toSorted((a, b) => a.sequence - b.sequence)
  let page: HeadRow[] = []
  let last: HeadRow | undefined
  let isRead = false

  async function read(): Promise<void> {
    page = await kysely
      .selectFrom('access_log.head')
      .selectAll()
      .where('writer', '=', writer)
      .$if(last !== undefined, query =>
        query.where(sql<boolean>`(sequence, is_final) > (${last?.sequence}::bigint, ${last?.is_final}::boolean)`),
      )
      .orderBy('sequence')
      .orderBy('is_final')
      .limit(pageSize)
      .execute()
    last = page.at(-1) ?? last
    isRead = page.length < pageSize
  }

  return {
    async next(): Promise<HeadRow | undefined> {
      if (page.length === 0 && !isRead) await read()
      const [first, other] = [page[0], elsewhere[0]]
      if (other && (!first || other.sequence <= first.sequence)) return elsewhere.shift()
      return page.shift()
    },
  }
}
