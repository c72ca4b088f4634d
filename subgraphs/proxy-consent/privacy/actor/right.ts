import type { Caller } from '../../../../schema/access.ts'
import { PublicError } from '../../../../schema/errors.ts'
import type { Party } from '../catalogue/definition.ts'

/** A machine that acts for a party, however it came in: by the graph, or by PVK’s own interface. */
export type Actor = Pick<Caller, 'client' | 'id'> & {
  readonly organisation: { readonly number: string; readonly supplier?: string }
  readonly scopes: readonly string[]
}

/** What a token must say that its holder may do: by HelseID’s name or by Maskinporten’s. */
export const scopesFor = {
  read: ['nhn:eksternapi/personverninnstilling_read', 'nhn:pvk.les'],
  write: [
    'nhn:eksternapi/personverninnstilling_write',
    'nhn:eksternapi/Personverninnstillinger_skriv',
    'nhn:pvk.skriv',
  ],
  inclusion: ['nhn:eksternapi/Inkluderingsbillett_skriv', 'nhn:pvk.inkludering'],
} as const
export type ActorTask = keyof typeof scopesFor

/**
 * Whether a machine may do a task for a party: a scope for the task, the party’s own organisation, and as supplier only
 * one the party has named («streng tilgangsstyring»). Who is right for whom is data, in the catalogue.
 * @throws PublicError SCOPE_MISSING, FORBIDDEN
 */
export function assertRight(actor: Actor, party: Party | undefined, task: ActorTask): asserts party is Party {
  const { number, supplier } = actor.organisation
  if (!scopesFor[task].some(scope => actor.scopes.includes(scope))) {
    throw new PublicError('SCOPE_MISSING', { details: { scope: scopesFor[task][0] } })
  }
  if (!party) throw new PublicError('FORBIDDEN')
  const isProcessor = party.processors.includes(number)
  const isOwn = number === party.organisation && (supplier === undefined || party.processors.includes(supplier))
  if (!isOwn && !isProcessor) throw new PublicError('FORBIDDEN')
}

/** @throws PublicError FORBIDDEN for who is not a machine of an organisation: citizens and health personnel have no desk here */
export function actorOf({ kind, id, client, organisation, scopes = [] }: Caller): Actor {
  if (kind !== 'machine' || !organisation) throw new PublicError('FORBIDDEN')
  // The party is the legal entity, whichever of its units works for it.
  const { number, parent = number, supplier } = organisation
  return { id, client, organisation: { number: parent, ...(supplier !== undefined && { supplier }) }, scopes }
}
