import { hash as hashOf } from 'node:crypto'
import { type Area, type Basis, type Caller, type Purpose, representationBases } from '../../../schema/access.ts'
import type { SubgraphName } from '../../../schema/registers.ts'

/**
 * Somebody has read, somebody has been given a copy and answers for it from then on (requirements I8, L2, L3), or somebody
 * was denied what they asked for, and saw nothing.
 */
export type AccessKind = 'read' | 'disclosure' | 'denied'

/** What is kept of a caller. Of the seals one at most, and only where there is somebody to name. */
export type LoggedCaller = Pick<
  Caller,
  'kind' | 'id' | 'client' | 'organisation' | 'hprNumber' | 'sealedIdentity' | 'sealedName'
>

/** For what outlives the caller's token: a link that is followed later. */
export function toLoggedCaller(caller: Caller): LoggedCaller {
  const { kind, id, client, organisation, hprNumber, sealedIdentity, sealedName } = caller
  return {
    kind,
    id,
    client,
    ...(organisation && { organisation }),
    ...(hprNumber && { hprNumber }),
    ...(sealedIdentity && { sealedIdentity }),
    ...(sealedName && { sealedName }),
  }
}

/** Who saw whose data, when and why. Pseudonyms and names of areas only: it outlives the data it speaks of. */
export type AccessLogEntry = {
  readonly at: Date
  readonly kind: AccessKind
  readonly register: SubgraphName
  /** Of what was denied before a grant was open, `none`; so with the next. */
  readonly area: Area | 'none'
  readonly subject: string
  readonly caller: LoggedCaller
  readonly basis: Basis | 'none'
  readonly purpose: Purpose | 'none'
  /** Organisation number of whoever has the copy, where that is another than the caller's own organisation. */
  readonly recipient?: string | undefined
  readonly correlationId: string
  /** The code of what was denied. */
  readonly refusal?: string | undefined
}

/** An entry as it stands in `access_log.entry`, with its place in a chain. */
export type EntryRow = {
  writer: string
  sequence: number
  at: Date
  register: string
  area: string
  subject: string
  caller_kind: string
  caller: string
  client: string
  organisation: string | null
  basis: string
  purpose: string
  correlation_id: string
  hash: string
  kind: AccessKind
  hpr_number: string | null
  organisation_parent: string | null
  organisation_supplier: string | null
  recipient: string | null
  /** The name or number of whoever acted, sealed: see `sealedActorOf`. */
  sealed_actor: string | null
  refusal: string | null
  /** Which columns the hash covers: 1 knows nothing of those from `kind` on, 2 nothing of `refusal`. */
  format: number
}

/** The first link of every chain. */
export const genesis = '0'.repeat(64)

const currentFormat = 3
/** Longer than any id or sealed name that is real. What comes from a token or a header is cut, never refused. */
const longestText = 1_000

export function toRow(entry: AccessLogEntry, writer: string, sequence: number): Omit<EntryRow, 'hash'> {
  const { caller } = entry
  return {
    writer,
    sequence,
    at: entry.at,
    register: entry.register,
    area: entry.area,
    subject: entry.subject,
    caller_kind: caller.kind,
    caller: storable(caller.id),
    client: storable(caller.client),
    organisation: storable(caller.organisation?.number),
    basis: entry.basis,
    purpose: entry.purpose,
    correlation_id: storable(entry.correlationId),
    kind: entry.kind,
    hpr_number: storable(caller.hprNumber),
    organisation_parent: storable(caller.organisation?.parent),
    organisation_supplier: storable(caller.organisation?.supplier),
    recipient: storable(entry.recipient),
    sealed_actor: storable(sealedActorOf(entry)),
    refusal: entry.refusal ?? null,
    format: currentFormat,
  }
}

/**
 * By what the citizen can learn later who it was. Of somebody at work the name, of one who represents her the number
 * (`person` knows the name of today). Of herself and of machines there is nothing to learn.
 */
function sealedActorOf({ caller, basis }: AccessLogEntry): string | undefined {
  return basis !== 'none' && representationBases.includes(basis) ? caller.sealedIdentity : caller.sealedName
}

/** PostgreSQL takes no NUL in a text: one such text would refuse the whole group it is written with. */
function storable(text: string): string
function storable(text: string | undefined): string | null
function storable(text: string | undefined): string | null {
  if (text === undefined) return null
  const short = text.length > longestText ? text.slice(0, longestText) : text
  return short.includes('\0') ? short.replaceAll('\0', '') : short
}

/** What an entry is in the chain: its own hash covers everything in it and the hash before it. */
export function linkHash(previous: string, row: Omit<EntryRow, 'hash'>): string {
  const first = [
    row.writer,
    row.sequence,
    row.at.toISOString(),
    row.register,
    row.area,
    row.subject,
    row.caller_kind,
    row.caller,
    row.client,
    row.organisation,
    row.basis,
    row.purpose,
    row.correlation_id,
  ]
  if (row.format === 1) return hashOf('sha256', previous + JSON.stringify(first))
  const whole = [
    ...first,
    row.kind,
    row.hpr_number,
    row.organisation_parent,
    row.organisation_supplier,
    row.recipient,
    row.sealed_actor,
    ...(row.format === 2 ? [] : [row.refusal]),
    row.format,
  ]
  return hashOf('sha256', previous + JSON.stringify(whole))
}

/** The hash of an earlier format does not cover later columns: then they must stand as the migration set them. */
export function isFormatKept(row: EntryRow): boolean {
  if (row.format === currentFormat) return true
  if (row.refusal !== null || row.kind === 'denied') return false
  if (row.format === 2) return true
  const { kind, hpr_number, organisation_parent, organisation_supplier, recipient, sealed_actor } = row
  const later = [hpr_number, organisation_parent, organisation_supplier, recipient, sealed_actor]
  return row.format === 1 && kind === 'read' && later.every(value => value === null)
}

/** How far a writer has come. */
export type Chain = { readonly writer: string; readonly sequence: number; readonly hash: string }

export type LinkedEntries = { readonly rows: readonly EntryRow[]; readonly end: Chain }

/** Gives entries their places after the end of a chain. */
export function linkEntries({ writer, sequence, hash }: Chain, entries: readonly AccessLogEntry[]): LinkedEntries {
  let [lastSequence, lastHash] = [sequence, hash]
  const rows = entries.map(entry => {
    const row = toRow(entry, writer, ++lastSequence)
    lastHash = linkHash(lastHash, row)
    return Object.assign(row, { hash: lastHash })
  })
  return { rows, end: { writer, sequence: lastSequence, hash: lastHash } }
}
