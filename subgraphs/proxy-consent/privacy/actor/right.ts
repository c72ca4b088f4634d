import type { Caller } from '../../../../schema/access.ts'
import { PublicError } from '../../../../schema/errors.ts'
import type { Login } from '../../../../schema/logins/proven.ts'
import type { Party } from '../catalogue/definition.ts'

/** Whose tokens machines have. */
export type SystemLogin = Exclude<Login, 'id-porten'>

/** A machine that acts for a party, however it came in: by the graph, or by PVK’s own interface. */
export type Actor = Pick<Caller, 'client' | 'id'> & {
  readonly login: SystemLogin
  readonly organisation: { readonly number: string; readonly supplier?: string }
  readonly scopes: readonly string[]
}

/** What a token must say that its holder may do, as each login names it. Any of a task’s is enough. */
export const scopesFor = {
  read: { 'helse-id': ['nhn:eksternapi/personverninnstilling_read'], maskinporten: ['nhn:pvk.les'] },
  write: {
    'helse-id': ['nhn:eksternapi/personverninnstilling_write', 'nhn:eksternapi/Personverninnstillinger_skriv'],
    maskinporten: ['nhn:pvk.skriv'],
  },
  inclusion: { 'helse-id': ['nhn:eksternapi/Inkluderingsbillett_skriv'], maskinporten: ['nhn:pvk.inkludering'] },
} as const
export type ActorTask = keyof typeof scopesFor

/** Where a token says for whom its holder acts, and who has made it. */
const claimsOf = {
  'helse-id': { organisation: 'orgnr_parent', supplier: 'orgnr_supplier' },
  maskinporten: { organisation: 'consumer', supplier: 'supplier' },
} as const

/**
 * Whether a machine may do a task for a party: a scope for the task, the party’s own organisation or a processor it has
 * named, and as supplier only one it has named («streng tilgangsstyring»). Who is right for whom is data, in the catalogue.
 * @throws PublicError SCOPE_MISSING, and FORBIDDEN which names the claim that gives no right, and the number in it
 */
export function assertRight(actor: Actor, party: Party | undefined, task: ActorTask): asserts party is Party {
  const { login, scopes } = actor
  const { number, supplier } = actor.organisation
  if (
    !Object.values<readonly string[]>(scopesFor[task])
      .flat()
      .some(scope => scopes.includes(scope))
  ) {
    throw new PublicError('SCOPE_MISSING', { details: { scope: scopesFor[task][login][0] } })
  }
  if (!party) throw new PublicError('FORBIDDEN', { details: { reason: 'unknown party' } })
  const { organisation, processors } = party
  if (number !== organisation && !processors.includes(number)) {
    throw new PublicError('FORBIDDEN', { details: { claim: claimsOf[login].organisation, reason: number } })
  }
  if (supplier !== undefined && !processors.includes(supplier)) {
    throw new PublicError('FORBIDDEN', { details: { claim: claimsOf[login].supplier, reason: supplier } })
  }
}

/** @throws PublicError FORBIDDEN for who is not a machine of an organisation: citizens and health personnel have no desk here */
export function actorOf({ kind, id, client, organisation, scopes = [] }: Caller): Actor {
  if (kind !== 'machine') throw new PublicError('FORBIDDEN', { details: { reason: `${kind} is no machine` } })
  if (!organisation) throw new PublicError('FORBIDDEN', { details: { claim: claimsOf.maskinporten.organisation } })
  // The party is the legal entity, whichever of its units works for it. HelseID tells it apart from the unit.
  const { number, parent, supplier } = organisation
  return {
    id,
    client,
    login: parent === undefined ? 'maskinporten' : 'helse-id',
    organisation: { number: parent ?? number, ...(supplier !== undefined && { supplier }) },
    scopes,
  }
}
