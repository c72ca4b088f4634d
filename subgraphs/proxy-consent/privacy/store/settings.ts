import { type Kysely, sql, type Transaction } from 'kysely'
import type { LocalDate } from '../../../../schema/scalars/local-date.ts'
import type { PersonIdentifier } from '../../../../schema/scalars/person-identifier.ts'
import type { Evidence, EvidenceType } from '../domain/evidence.ts'
import type { Restriction, Setting } from '../domain/setting.ts'
import type { MadeBy, PrivacyTables } from './tables.ts'

export type Identifiers = readonly PersonIdentifier[]
export type StoredSetting = Setting & {
  readonly number: number
  readonly identifier: PersonIdentifier
  readonly sequence: number
  readonly createdAt: Date
  readonly decidedAt: Date
  readonly changedAt: Date
}

export type StoredChange = Setting & {
  readonly number: number
  readonly identifier: PersonIdentifier
  readonly position: number
  readonly sequence: number
  readonly decidedAt: Date
  readonly changedAt: Date
  readonly madeBy: MadeBy
  readonly party: string | null
  /** What is known of the proof without its bytes. */
  readonly evidence: { readonly mediaType: EvidenceType; readonly size: number } | null
}

/** What is to hold from now on, who says so, and by what. */
export type ChangeOrder = {
  readonly definition: string
  /** All numbers of the person that are known, the current first. */
  readonly identifiers: Identifiers
  readonly isActive: boolean
  readonly awaitsConfirmation?: boolean
  readonly until?: LocalDate | null
  readonly restrictions?: readonly Restriction[]
  readonly now: Date
  /** The time on the paper an actor has; now where it is left out. */
  readonly decidedAt?: Date | undefined
  readonly madeBy: MadeBy
  readonly party?: string
  readonly caller: string
  readonly evidence?: Evidence | undefined
}

export type ChangeOutcome =
  | { readonly outcome: 'changed'; readonly setting: StoredSetting; readonly position: number }
  /** It was so already. */
  | { readonly outcome: 'unchanged'; readonly setting: StoredSetting | undefined }
  /** The citizen has decided something later than the paper says. */
  | { readonly outcome: 'superseded'; readonly setting: StoredSetting }

type Db = Kysely<PrivacyTables> | Transaction<PrivacyTables>

/** What holds for a person now: one setting a definition, under whichever number it was made. */
export async function findSettings(db: Db, identifiers: Identifiers): Promise<readonly StoredSetting[]> {
  const rows = await db
    .selectFrom('proxy_consent.privacy_setting')
    .selectAll()
    .where(sql<boolean>`identifier = any(${identifiers})`)
    .orderBy('decided_at', 'desc')
    .orderBy('setting_number', 'desc')
    .execute()
  // Two of one definition: somebody wrote on a number that nobody knew to be this person's. The later decision holds.
  const latest = new Map<string, StoredSetting>()
  for (const row of rows) if (!latest.has(row.definition)) latest.set(row.definition, toSetting(row))
  return [...latest.values()]
}

/** Every change to a person's settings, the last first. */
export async function findChanges(db: Db, identifiers: Identifiers): Promise<readonly StoredChange[]> {
  const rows = await changes(db)
    .where(sql<boolean>`change.identifier = any(${identifiers})`)
    .orderBy('change.changed_at', 'desc')
    .orderBy('change.sequence', 'desc')
    .execute()
  return rows.map(toChange)
}

/** A definition's feed after a position, in order. */
export async function readFeed(
  db: Db,
  { definition, after, limit }: { definition: string; after: number; limit: number },
): Promise<readonly StoredChange[]> {
  const rows = await changes(db)
    .where('change.definition', '=', definition)
    .where('change.position', '>', after)
    .orderBy('change.position')
    .limit(limit)
    .execute()
  return rows.map(toChange)
}

const changes = (db: Db) =>
  db
    .selectFrom('proxy_consent.privacy_change as change')
    .leftJoin('proxy_consent.privacy_evidence as evidence', join =>
      join.onRef('evidence.definition', '=', 'change.definition').onRef('evidence.position', '=', 'change.position'),
    )
    .selectAll('change')
    .select(['evidence.media_type', sql<number | null>`octet_length(evidence.bytes)`.as('evidence_size')])

/** The last position of each feed that has any. */
export async function feedEnds(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('proxy_consent.privacy_feed').selectAll().execute()
  return new Map(rows.map(({ definition, position }) => [definition, position]))
}

/** Citizens with an active setting, by setting number: a page begins after the last of the one before. */
export async function listActive(
  db: Db,
  { definition, after, limit, day }: { definition: string; after: number; limit: number; day: LocalDate },
): Promise<readonly StoredSetting[]> {
  const rows = await db
    .selectFrom('proxy_consent.privacy_setting')
    .selectAll()
    .where('definition', '=', definition)
    .where('is_active', '=', true)
    .where('setting_number', '>', after)
    .where(({ or, eb }) => or([eb('until', 'is', null), eb('until', '>=', day)]))
    .orderBy('setting_number')
    .limit(limit)
    .execute()
  return rows.map(toSetting)
}

/**
 * Changes a setting: the row that holds, its line in the feed and its evidence, in one transaction. Whoever changes
 * settings of one definition waits for the one before: positions become visible in their order, so that a reader who
 * has seen one has seen all before it.
 */
export async function changeSetting(trx: Transaction<PrivacyTables>, order: ChangeOrder): Promise<ChangeOutcome> {
  const last = await lockFeed(trx, order.definition)
  const known = await trx
    .selectFrom('proxy_consent.privacy_setting')
    .selectAll()
    .where('definition', '=', order.definition)
    .where(sql<boolean>`identifier = any(${order.identifiers})`)
    .orderBy('decided_at', 'desc')
    .orderBy('setting_number', 'desc')
    .execute()
  const current = known[0] && toSetting(known[0])
  if (current && order.decidedAt && order.decidedAt < current.decidedAt)
    return { outcome: 'superseded', setting: current }
  if (isSame(current, order)) return { outcome: 'unchanged', setting: current }
  const position = last + 1
  await trx
    .updateTable('proxy_consent.privacy_feed')
    .set({ position })
    .where('definition', '=', order.definition)
    .execute()
  // What stood under another of the person's numbers is one with this from now on; the history keeps all of it.
  const others = known.slice(1).map(({ setting_number }) => setting_number)
  if (others.length > 0) {
    await trx.deleteFrom('proxy_consent.privacy_setting').where('setting_number', 'in', others).execute()
  }
  const sequence = Math.max(0, ...known.map(row => row.sequence)) + 1
  const setting = await writeSetting(trx, { order, current, sequence })
  await writeChange(trx, { order, setting, position })
  return { outcome: 'changed', setting, position }
}

/** @returns the feed's last position */
async function lockFeed(trx: Transaction<PrivacyTables>, definition: string): Promise<number> {
  await trx
    .insertInto('proxy_consent.privacy_feed')
    .values({ definition, position: 0 })
    .onConflict(conflict => conflict.doNothing())
    .execute()
  const { position } = await trx
    .selectFrom('proxy_consent.privacy_feed')
    .select('position')
    .where('definition', '=', definition)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return position
}

function isSame(current: StoredSetting | undefined, order: ChangeOrder): boolean {
  // There is nothing to end.
  if (!current) return !order.isActive
  return (
    current.isActive === order.isActive &&
    current.awaitsConfirmation === (order.awaitsConfirmation ?? false) &&
    current.until === (order.until ?? null) &&
    JSON.stringify(current.restrictions.map(inOrder)) === JSON.stringify((order.restrictions ?? []).map(inOrder))
  )
}

/** jsonb keeps no order of names. */
const inOrder = ({ organisation, hprNumber, areas, from, until }: Restriction) => [
  organisation,
  hprNumber,
  areas,
  from,
  until,
]

async function writeSetting(
  trx: Transaction<PrivacyTables>,
  { order, current, sequence }: { order: ChangeOrder; current: StoredSetting | undefined; sequence: number },
): Promise<StoredSetting> {
  const [identifier] = order.identifiers
  if (identifier === undefined) throw new Error('a person has at least one number')
  const value = {
    identifier,
    is_active: order.isActive,
    awaits_confirmation: order.awaitsConfirmation ?? false,
    until: order.until ?? null,
    restrictions: JSON.stringify(order.restrictions ?? []),
    sequence,
    decided_at: order.decidedAt ?? order.now,
    changed_at: order.now,
  }
  const row = current
    ? await trx
        .updateTable('proxy_consent.privacy_setting')
        .set(value)
        .where('setting_number', '=', current.number)
        .returningAll()
        .executeTakeFirstOrThrow()
    : await trx
        .insertInto('proxy_consent.privacy_setting')
        .values({ ...value, definition: order.definition, created_at: value.changed_at })
        .returningAll()
        .executeTakeFirstOrThrow()
  return toSetting(row)
}

async function writeChange(
  trx: Transaction<PrivacyTables>,
  { order, setting, position }: { order: ChangeOrder; setting: StoredSetting; position: number },
): Promise<void> {
  const { definition, madeBy, party, caller, evidence } = order
  await trx
    .insertInto('proxy_consent.privacy_change')
    .values({
      definition,
      position,
      setting_number: setting.number,
      identifier: setting.identifier,
      is_active: setting.isActive,
      awaits_confirmation: setting.awaitsConfirmation,
      until: setting.until,
      restrictions: JSON.stringify(setting.restrictions),
      sequence: setting.sequence,
      decided_at: setting.decidedAt,
      changed_at: setting.changedAt,
      made_by: madeBy,
      party: party ?? null,
      caller,
    })
    .execute()
  if (!evidence) return
  await trx
    .insertInto('proxy_consent.privacy_evidence')
    .values({ definition, position, media_type: evidence.mediaType, bytes: evidence.bytes })
    .execute()
}

/** The proof that was kept with a change; nothing where the change is not this person's. */
export async function findEvidence(
  db: Db,
  { definition, position, identifiers }: { definition: string; position: number; identifiers: Identifiers },
): Promise<Evidence | undefined> {
  const row = await db
    .selectFrom('proxy_consent.privacy_evidence as evidence')
    .innerJoin('proxy_consent.privacy_change as change', join =>
      join.onRef('change.definition', '=', 'evidence.definition').onRef('change.position', '=', 'evidence.position'),
    )
    .select(['evidence.media_type', 'evidence.bytes'])
    .where('evidence.definition', '=', definition)
    .where('evidence.position', '=', position)
    .where(sql<boolean>`change.identifier = any(${identifiers})`)
    .executeTakeFirst()
  return row && { mediaType: row.media_type, bytes: Buffer.from(row.bytes) }
}

type SettingRow = {
  definition: string
  setting_number: number
  identifier: PersonIdentifier
  is_active: boolean
  awaits_confirmation: boolean
  until: LocalDate | null
  restrictions: readonly Restriction[]
  sequence: number
  decided_at: Date
  changed_at: Date
}

const toValue = (row: SettingRow) => ({
  definition: row.definition,
  number: row.setting_number,
  identifier: row.identifier,
  isActive: row.is_active,
  awaitsConfirmation: row.awaits_confirmation,
  until: row.until,
  restrictions: row.restrictions,
  sequence: row.sequence,
  decidedAt: row.decided_at,
  changedAt: row.changed_at,
})

const toSetting = (row: SettingRow & { created_at: Date }): StoredSetting => ({
  ...toValue(row),
  createdAt: row.created_at,
})

const toChange = (
  row: SettingRow & {
    position: number
    made_by: MadeBy
    party: string | null
    media_type: EvidenceType | null
    evidence_size: number | null
  },
): StoredChange => ({
  ...toValue(row),
  position: row.position,
  madeBy: row.made_by,
  party: row.party,
  evidence: row.media_type && { mediaType: row.media_type, size: row.evidence_size ?? 0 },
})
