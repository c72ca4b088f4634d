import { graphScope } from '../../gateway/policy/admit-caller.ts'
import type { OrganisationNumber } from '../../schema/scalars/organisation-number.ts'
import { type Organisation, organisations } from './organisations.ts'
import { assigningScope, emergencyScope, helpNumberScope, pvkScopes } from './scopes.ts'

/** A client of HelseID or Maskinporten: a confidential one, that proves itself with a key. */
export type WorkClient = {
  readonly id: string
  /** Whose client it is. */
  readonly organisation: Organisation
  /** Legal entities it may act for beside its own: its customers. Of one without any, its owner is the only user. */
  readonly customers: readonly OrganisationNumber[]
  /** What it may ask for beside the graph. */
  readonly scopes?: readonly string[]
}

/** What a client asks for: all it may. */
export const scopesOf = ({ scopes = [] }: Pick<WorkClient, 'scopes'>): string => [graphScope, ...scopes].join(' ')

const { bergen, oslo, sykehuset } = organisations
const kommuner = [bergen.number, oslo.number]

export const helseIdClients: readonly WorkClient[] = [
  { id: 'sporingsverktoyet', organisation: organisations.sporingsverktoyet, customers: kommuner },
  { id: 'smittelista', organisation: organisations.smittelista, customers: kommuner },
  {
    id: 'pasientjournalen',
    organisation: organisations.pasientjournalen,
    customers: [...kommuner, sykehuset.number],
    scopes: [assigningScope],
  },
  {
    id: 'legevaktjournalen',
    organisation: organisations.pasientjournalen,
    customers: [...kommuner, sykehuset.number],
    scopes: [emergencyScope],
  },
  { id: 'halvferdig-journal', organisation: organisations.pasientjournalen, customers: [sykehuset.number] },
  {
    id: 'hurtigtestportalen',
    organisation: organisations.teststasjonen,
    customers: [],
    scopes: [helpNumberScope],
  },
  { id: 'kontrollsenteret', organisation: organisations.kontrollsenteret, customers: [] },
  { id: 'tilsynsverktoyet', organisation: organisations.arbeidstilsynet, customers: [] },
  { id: 'innreiseportalen', organisation: organisations.dsb, customers: [] },
  { id: 'tjenesteoversikten', organisation: organisations.helsedirektoratet, customers: [] },
  { id: 'helsegraf-admin', organisation: organisations.fhi, customers: [] },
]

export const maskinportenClients: readonly WorkClient[] = [
  { id: 'fhi-sysvak', organisation: organisations.fhi, customers: [], scopes: pvkScopes },
  { id: 'hdir-kpr', organisation: organisations.helsedirektoratet, customers: [], scopes: pvkScopes },
  { id: 'sporingsverktoyet-maskin', organisation: organisations.sporingsverktoyet, customers: kommuner },
]
