import type { Database } from '../../subgraphs/kernel/database.ts'
import { ownCatalogue } from '../../subgraphs/proxy-consent/privacy/catalogue/catalogue.ts'
import { findRequests, sendRequest } from '../../subgraphs/proxy-consent/privacy/store/requests.ts'
import { changeSetting, findChanges } from '../../subgraphs/proxy-consent/privacy/store/settings.ts'
import type { PrivacyTables } from '../../subgraphs/proxy-consent/privacy/store/tables.ts'
import { personas } from './personas.ts'

const dayMs = 86_400_000

/** Who has decided what: a reservation, a consent, and one who has closed tests to one organisation. */
const chosen = [
  { by: 'bjorn', code: 'KPR_UTLEVERING_FNR', daysAgo: 40 },
  { by: 'bjorn', code: 'NYFODT_BLODPROVE', daysAgo: 39 },
  {
    by: 'bjorn',
    code: 'INNSYN_HELSEPERSONELL',
    daysAgo: 10,
    restrictions: [{ areas: ['tests' as const], organisation: '310000000' }],
  },
] as const

/** Who has been asked for a consent and has not answered. */
const asked = [{ of: 'silje', code: 'SENFOLGER_KORONA', daysAgo: 3, lastsDays: 60 }] as const

/** The personas' own choices, where they have not made others since: what somebody has decided here stays. */
export async function loadPrivacyChoices(database: Database, on: Date): Promise<void> {
  const kysely = database.as<PrivacyTables>()
  const named = (name: string) => {
    const found = personas.find(persona => persona.name === name)
    if (!found) throw new RangeError(`no persona ${name}`)
    return found.identifier
  }
  const guidOf = (code: string) => {
    const found = ownCatalogue.definitions.find(definition => definition.code === code)
    if (!found) throw new RangeError(`no definition ${code}`)
    return found.guid
  }
  for (const { by, code, daysAgo, ...more } of chosen) {
    const [definition, identifiers] = [guidOf(code), [named(by)]]
    const made = await findChanges(kysely, identifiers)
    if (made.some(change => change.definition === definition)) continue
    const now = new Date(on.getTime() - daysAgo * dayMs)
    const order = { definition, identifiers, isActive: true, now, madeBy: 'CITIZEN', caller: 'population' } as const
    await kysely.transaction().execute(trx => changeSetting(trx, { ...order, ...more }))
  }
  for (const { of: name, code, daysAgo, lastsDays } of asked) {
    const identifier = named(name)
    const sent = await findRequests(kysely, [identifier], on)
    if (sent.some(({ state }) => state !== 'EXPIRED')) continue
    const now = new Date(on.getTime() - daysAgo * dayMs)
    const expiresAt = new Date(on.getTime() + lastsDays * dayMs)
    await sendRequest(kysely, { definition: guidOf(code), identifier, now, expiresAt })
  }
}
