import {
  type Area,
  areas,
  type Basis,
  bases,
  type Caller,
  type CallerKind,
  callerKinds,
  type Grant,
  openName,
  type Purpose,
  purposes,
  representationBases,
  sealLoggedPerson,
} from '../../../schema/access.ts'
import { areaNames, basisTexts, callerKindNames, purposeTexts } from '../../../schema/access-texts.ts'
import { findOrganisationName } from '../../../schema/code-lists/organisations.ts'
import { isSubgraphName, registers } from '../../../schema/registers.ts'
import { inLanguage, type Locale, type LocalText } from '../../../schema/scalars/locale.ts'
import type { EntryRow } from '../../kernel/access-log/entry.ts'
import type { AccessActor, AccessLogEntry, AccessOrganisation } from '../schema/access-log.ts'
import type { InsightNeeds } from '../services.ts'
import { printCursor } from './cursor.ts'

/** Who reads the log, of whom, and in which language. */
export type Reader = {
  readonly caller: Caller
  readonly grant: Grant
  readonly locale: Locale
  readonly now: Date
  readonly keys: Pick<InsightNeeds, 'nameKeys' | 'mandateKeys' | 'organisationNames'>
}

/** A line of the log in the reader's words. Lines of another release are shown with their codes rather than dropped. */
export function presentEntry(row: EntryRow, reader: Reader): AccessLogEntry {
  const say = (text: LocalText) => inLanguage(text, reader.locale).text
  return {
    id: printCursor(row),
    at: row.at,
    kind: row.kind === 'disclosure' ? 'disclosure' : 'read',
    area: row.area as Area,
    areaName: isOneOf(areas, row.area) ? say(areaNames[row.area]) : row.area,
    registerName: isSubgraphName(row.register) ? say(registers[row.register].name) : row.register,
    purpose: isOneOf(purposes, row.purpose) ? say(purposeTexts[row.purpose]) : row.purpose,
    legalBasis: isOneOf(bases, row.basis) ? say(basisTexts[row.basis]) : row.basis,
    actor: presentActor(row, reader, say),
    representedBy: presentRepresentative(row, reader),
    recipient: row.kind === 'disclosure' ? presentOrganisation(row.recipient ?? row.organisation, reader) : null,
    reference: row.correlation_id,
  }
}

function presentActor(row: EntryRow, reader: Reader, say: (text: LocalText) => string): AccessActor {
  const role = row.caller_kind as CallerKind
  const isYou = isReader(row, reader)
  return {
    isYou,
    name: isRepresented(row) ? null : openActorName(row, reader),
    role,
    roleName: say(
      isYou ? you : isSelf(row) ? herself : isOneOf(callerKinds, role) ? callerKindNames[role] : unknownRole,
    ),
    hprNumber: row.hpr_number,
    organisation: presentOrganisation(row.organisation, reader),
    parentOrganisation: presentOrganisation(row.organisation_parent, reader),
    supplier: presentOrganisation(row.organisation_supplier, reader),
    application: row.client,
  }
}

const you: LocalText = { nb: 'deg', nn: 'deg', en: 'you' }
/** To one who represents her. */
const herself: LocalText = { nb: 'personen selv', nn: 'personen sjølv', en: 'the person herself or himself' }
const unknownRole: LocalText = { nb: 'ukjent', nn: 'ukjend', en: 'unknown' }

/**
 * The same pseudonym; or, since that is another for each of a person's numbers, somebody who saw herself and reads her
 * own log.
 */
function isReader(row: EntryRow, { caller, grant }: Reader): boolean {
  if (row.caller === caller.id && row.caller_kind === caller.kind) return true
  return isSelf(row) && grant.basis === 'self'
}

const isSelf = ({ basis }: EntryRow): boolean => basis === 'self'
const isRepresented = ({ basis }: EntryRow): boolean => isOneOf(representationBases, basis)

/** Null where the seal does not open: its key has gone, which is no reason to hide the line. */
function openActorName({ sealed_actor, caller }: EntryRow, { keys }: Reader): string | null {
  if (sealed_actor === null) return null
  try {
    return openName(keys.nameKeys, sealed_actor, caller)
  } catch {
    return null
  }
}

function presentRepresentative(row: EntryRow, { caller, now, keys }: Reader): { reference: string } | null {
  if (!isRepresented(row) || row.sealed_actor === null) return null
  const logged = { callerId: row.caller, sealedIdentity: row.sealed_actor }
  return { reference: sealLoggedPerson(keys.mandateKeys, logged, caller, now) }
}

function presentOrganisation(number: string | null, { keys }: Reader): AccessOrganisation | null {
  if (number === null) return null
  return { number, name: keys.organisationNames?.get(number) ?? findOrganisationName(number) ?? number }
}

function isOneOf<Known extends Area | Basis | Purpose | CallerKind>(
  known: readonly Known[],
  text: string,
): text is Known {
  return (known as readonly string[]).includes(text)
}
