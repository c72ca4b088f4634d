import { addDays, osloDay } from '../../schema/scalars/local-date.ts'
import type { Database } from '../../subgraphs/kernel/database.ts'
import type { RepresentationTables } from '../../subgraphs/proxy-consent/representation/store/tables.ts'
import { eventId } from './event-id.ts'
import { personas } from './personas.ts'
import { Random } from './random.ts'

type Row = RepresentationTables['proxy_consent.fullmakt']

type Given = Pick<Row, 'areas'> & {
  readonly from: string
  readonly to: string
  readonly kind?: Row['kind']
  readonly givenDaysAgo: number
  /** The last day, before or after today. */
  readonly lastsDays?: number
  readonly withdrawnDaysAgo?: number
}

const everything = ['vaccinations', 'tests', 'recoveries', 'certificates', 'insight', 'consents'] as const

const given: readonly Given[] = [
  { from: 'arne', to: 'guro', areas: ['vaccinations', 'consents'], givenDaysAgo: 400 },
  { from: 'bjorn', to: 'guro', areas: ['certificates'], givenDaysAgo: 20, lastsDays: 30 },
  { from: 'marte', to: 'eli', areas: ['vaccinations'], givenDaysAgo: 365, lastsDays: -1 },
  { from: 'ola', to: 'eli', areas: ['vaccinations', 'tests'], givenDaysAgo: 100, withdrawnDaysAgo: 2 },
  { from: 'astrid', to: 'knut', areas: everything, kind: 'assigned', givenDaysAgo: 200 },
]

/** The personas' fullmakter on a day. */
export function personaFullmakter(on: Date): readonly Row[] {
  return given.map((fullmakt, at) => {
    const [giver, receiver] = [fullmakt.from, fullmakt.to].map(named)
    if (!giver || !receiver) throw new RangeError(`no persona ${fullmakt.from} or ${fullmakt.to}`)
    const random = new Random(0, at, 300)
    const { kind = 'ordinary', areas, givenDaysAgo, lastsDays, withdrawnDaysAgo } = fullmakt
    return {
      fullmakt_id: eventId(at, 'fullmakt', 0, random.word(), random.word()),
      kind,
      giver_identifier: giver.identifier,
      giver_name: giver.fullName,
      receiver_identifier: receiver.identifier,
      receiver_name: receiver.fullName,
      areas,
      given_at: daysBefore(on, givenDaysAgo),
      valid_until: lastsDays === undefined ? null : addDays(osloDay(on), lastsDays),
      ended_at: withdrawnDaysAgo === undefined ? null : daysBefore(on, withdrawnDaysAgo),
      ended_by: withdrawnDaysAgo === undefined ? null : 'giver',
    }
  })
}

const named = (name: string) => personas.find(persona => persona.name === name)
const daysBefore = (on: Date, days: number) => new Date(on.getTime() - days * 86_400_000)

/** The personas' fullmakter as they are on that day again; what others have given stays. */
export async function loadFullmakter(database: Database, on: Date): Promise<void> {
  const rows = personaFullmakter(on)
  const kysely = database.as<RepresentationTables>()
  const ids = rows.map(row => row.fullmakt_id)
  await kysely.deleteFrom('proxy_consent.fullmakt').where('fullmakt_id', 'in', ids).execute()
  await kysely
    .insertInto('proxy_consent.fullmakt')
    .values(rows.map(row => ({ ...row, areas: [...row.areas] })))
    .execute()
}
