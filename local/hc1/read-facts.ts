import { addDays, type LocalDate, parseLocalDate, startOfOsloDay } from '../../schema/scalars/local-date.ts'
import type { Facts, Holder } from '../../subgraphs/certificate/dcc/index.ts'

/** Facts that cannot be read. Says which field, not what stands in it. */
export class FactsUnreadable extends Error {
  override name = 'FactsUnreadable'
}

/** Facts as JSON, with days as `2021-06-17` and moments as `2021-11-21T08:00:00Z`. @throws FactsUnreadable */
export function readFacts(text: string): Facts {
  const facts = fieldsOf(parse(text), '')
  const certified = { holder: readHolder(facts), event: facts.text('event'), country: facts.text('country') }
  const kind = facts.text('kind')
  switch (kind) {
    case 'vaccination':
      return {
        kind,
        ...certified,
        product: facts.text('product'),
        manufacturer: facts.text('manufacturer'),
        prophylaxis: facts.text('prophylaxis'),
        doseNumber: facts.count('doseNumber'),
        doses: facts.count('doses'),
        givenOn: facts.day('givenOn'),
      }
    case 'test':
      return {
        kind,
        ...certified,
        method: facts.text('method') === 'RAT' ? 'RAT' : 'NAAT',
        sampledAt: facts.moment('sampledAt'),
        isDetected: facts.claim('isDetected'),
        ...facts.optional('testName'),
        ...facts.optional('deviceId'),
        ...facts.optional('testingCentre'),
      }
    case 'recovery':
      return {
        kind,
        ...certified,
        firstPositiveOn: facts.day('firstPositiveOn'),
        validFrom: facts.day('validFrom'),
        validUntil: facts.day('validUntil'),
      }
    default:
      throw new FactsUnreadable('kind is vaccination, test or recovery')
  }
}

const dayMs = 86_400_000

/** How long such a certificate is signed for when nobody says: as Norway did in 2022. */
export function usualEnd(facts: Facts, now: Date): Date {
  switch (facts.kind) {
    case 'vaccination':
      return new Date(now.getTime() + 90 * dayMs)
    case 'test':
      return new Date(facts.sampledAt.getTime() + 3 * dayMs)
    case 'recovery':
      return startOfOsloDay(addDays(facts.validUntil, 1))
    default:
      return facts satisfies never
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new FactsUnreadable('the facts are not JSON', { cause })
  }
}

function readHolder(facts: ReturnType<typeof fieldsOf>): Holder {
  const holder = fieldsOf(facts.value('holder'), 'holder.')
  return {
    familyName: holder.text('familyName'),
    givenName: holder.text('givenName'),
    birthDate: holder.day('birthDate'),
  }
}

function fieldsOf(value: unknown, path: string) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FactsUnreadable(`${path.replace('.', '') || 'the facts'} is not an object`)
  }
  const fields = new Map<string, unknown>(Object.entries(value))
  const need = <Read>(name: string, what: string, read: (value: unknown) => Read | undefined): Read => {
    const found = read(fields.get(name))
    if (found === undefined) throw new FactsUnreadable(`${path}${name} is not ${what}`)
    return found
  }
  const asText = (found: unknown) => (typeof found === 'string' ? found : undefined)
  return {
    value: (name: string) => fields.get(name),
    text: (name: string) => need(name, 'a text', asText),
    count: (name: string) => need(name, 'a number', found => (typeof found === 'number' ? found : undefined)),
    claim: (name: string) => need(name, 'true or false', found => (typeof found === 'boolean' ? found : undefined)),
    day: (name: string): LocalDate => need(name, 'a day (YYYY-MM-DD)', found => parseLocalDate(asText(found) ?? '')),
    moment: (name: string) => need(name, 'a moment (RFC 3339)', found => readMoment(asText(found) ?? '')),
    optional: (name: string) => (fields.has(name) ? { [name]: need(name, 'a text', asText) } : {}),
  }
}

/** A moment as RFC 3339, in whole seconds or finer, with its offset; undefined for anything else. */
export function readMoment(text: string): Date | undefined {
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : undefined
  return instant && !Number.isNaN(instant.getTime()) ? instant : undefined
}
