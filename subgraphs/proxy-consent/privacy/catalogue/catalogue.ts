import { type Area, areas } from '../../../../schema/access.ts'
import { type LocalDate, localDate } from '../../../../schema/scalars/local-date.ts'
import type { LocalText } from '../../../../schema/scalars/locale.ts'
import own from './catalogue.json' with { type: 'json' }
import {
  type Definition,
  disclosurePurposes,
  type Effect,
  type Party,
  type SettingGroup,
  type SettingKind,
  settingGroups,
  settingKinds,
} from './definition.ts'

/** All definitions and their owners, as the program was started with them. */
export type Catalogue = {
  readonly definitions: readonly Definition[]
  find(guid: string): Definition | undefined
  party(partKode: string): Party | undefined
}

/**
 * Reads definitions once, at start.
 * @throws RangeError naming what cannot be used: a setting whose meaning is in doubt may not wait for a citizen
 */
export function readCatalogue(file: unknown): Catalogue {
  const { parties, definitions } = asRecord(file, 'the catalogue')
  const byPartKode = new Map(
    asList(parties, 'parties')
      .map(readParty)
      .map(party => [party.partKode, party]),
  )
  const read = asList(definitions, 'definitions').map(entry => readDefinition(entry, byPartKode))
  const byGuid = new Map(read.map(definition => [definition.guid, definition]))
  if (byGuid.size !== read.length) throw new RangeError('two definitions have the same guid')
  return {
    definitions: read,
    // As a client may write it: a UUID means the same in capitals.
    find: guid => byGuid.get(guid.toLowerCase()),
    party: partKode => byPartKode.get(partKode),
  }
}

/** The eight settings of the source documents, the restriction of health personnel's access, and one research consent. */
export const ownCatalogue: Catalogue = readCatalogue(own)

function readParty(entry: unknown): Party {
  const fields = asRecord(entry, 'a party')
  const partKode = asText(fields.partKode, 'partKode', /^[A-Z0-9_]{2,40}$/)
  return {
    partKode,
    name: asText(fields.name, partKode),
    organisation: asText(fields.organisation, partKode, /^\d{9}$/),
    processors: asList(fields.processors, partKode).map(number => asText(number, partKode, /^\d{9}$/)),
  }
}

function readDefinition(entry: unknown, parties: ReadonlyMap<string, Party>): Definition {
  const fields = asRecord(entry, 'a definition')
  const code = asText(fields.code, 'a definition’s code', /^[A-Z0-9_]{2,60}$/)
  const party = parties.get(asText(fields.partKode, code))
  if (!party) throw new RangeError(`${code}: there is no such party`)
  const kind = asOneOf<SettingKind>(fields.kind, settingKinds, code)
  const effects = asList(fields.effects, code).map(effect => readEffect(effect, code))
  if (effects.length === 0) throw new RangeError(`${code} has no effect`)
  const validTo = fields.validTo === null ? null : asDay(fields.validTo, code)
  const validFrom = asDay(fields.validFrom, code)
  if (validTo !== null && validTo < validFrom) throw new RangeError(`${code} ends before it begins`)
  return {
    guid: asText(fields.guid, code, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    code,
    name: asLocalText(fields.name, code),
    description: asLocalText(fields.description, code),
    kind,
    group: asOneOf<SettingGroup>(fields.group, settingGroups, code),
    party,
    validFrom,
    validTo,
    allowsPeriod: fields.allowsPeriod === true,
    withdrawalIsConfirmed: fields.withdrawalIsConfirmed === true,
    scope: asList(fields.scope, code).map(element => {
      const { code: name, logical, detail } = asRecord(element, code)
      return {
        code: asText(name, code),
        logical: asOneOf(logical, ['OG', 'ELLER'] as const, code),
        detail: asText(detail, code),
      }
    }),
    effects,
  }
}

function readEffect(entry: unknown, code: string): Effect {
  const fields = asRecord(entry, code)
  const use = asOneOf(fields.use, ['disclosure', 'storage', 'personnel-access'] as const, code)
  const names = <Name extends string>(value: unknown, known: readonly Name[]) =>
    asList(value, code).map(name => asOneOf(name, known, code))
  if (use === 'personnel-access') {
    const register = fields.register === undefined ? undefined : asText(fields.register, code)
    const opened = fields.areas === undefined ? undefined : names<Area>(fields.areas, areas)
    if ((register === undefined) === (opened === undefined)) throw new RangeError(`${code}: a register or areas`)
    return { use, ...(register !== undefined && { register }), ...(opened && { areas: opened }) }
  }
  const register = asText(fields.register, code)
  if (use === 'storage') {
    const contents =
      fields.contents === undefined ? undefined : asList(fields.contents, code).map(content => asText(content, code))
    return { use, register, ...(contents && { contents }) }
  }
  return {
    use,
    register,
    ...(fields.onlyIdentified === true && { onlyIdentified: true }),
    ...(fields.purposes !== undefined && { purposes: names(fields.purposes, disclosurePurposes) }),
  }
}

function asRecord(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RangeError(`${what} is no object`)
  return value as Record<string, unknown>
}

function asList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new RangeError(`${what}: a list is missing`)
  return value
}

function asText(value: unknown, what: string, pattern = /\S/): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw new RangeError(`${what}: a text is missing or wrong`)
  return value
}

function asOneOf<Name extends string>(value: unknown, names: readonly Name[], what: string): Name {
  const found = names.find(name => name === value)
  if (found === undefined) throw new RangeError(`${what}: one of ${names.join(', ')}`)
  return found
}

function asDay(value: unknown, what: string): LocalDate {
  return localDate(asText(value, what))
}

/** Språklova § 14: a citizen takes a stand on what she can read. */
function asLocalText(value: unknown, what: string): LocalText {
  const { nb, nn, en } = asRecord(value, what)
  return { nb: asText(nb, what), nn: asText(nn, what), en: asText(en, what) }
}
