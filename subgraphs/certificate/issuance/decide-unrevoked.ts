import type { CertificateKind } from '../dcc/facts.ts'
import { type ConsideredFact, type DomesticDecision, type DomesticSituation, decideDomestic } from '../domain/index.ts'

const kinds: Readonly<Record<ConsideredFact['register'], CertificateKind>> = {
  vaccine: 'vaccination',
  test: 'test',
  recovery: 'recovery',
}

/** Whether the certificate of an event has been withdrawn. */
export type IsWithdrawn = (kind: CertificateKind, event: string) => Promise<boolean>

/**
 * Decides without what was withdrawn: an event whose certificate was revoked makes nobody green. Facts that make green
 * are never those that make red, so taking them away can only take green away.
 */
export async function decideUnrevoked(
  situation: DomesticSituation,
  now: Date,
  isWithdrawn: IsWithdrawn,
): Promise<DomesticDecision> {
  const decision = decideDomestic(situation, now)
  if (decision.outcome !== 'green') return decision
  const counted = decision.considered.filter(fact => fact.counted)
  const checked = await Promise.all(
    counted.map(async fact => ((await isWithdrawn(kinds[fact.register], fact.event ?? '')) ? [fact] : [])),
  )
  const withdrawn = checked.flat()
  if (withdrawn.length === 0) return decision
  const rest = await decideUnrevoked(without(situation, withdrawn), now, isWithdrawn)
  if (rest.outcome === 'undecidable') return rest
  const told = withdrawn.map((fact): ConsideredFact => ({ ...fact, counted: false, note: 'WITHDRAWN' }))
  return { ...rest, considered: [...rest.considered, ...told] }
}

function without(situation: DomesticSituation, withdrawn: readonly ConsideredFact[]): DomesticSituation {
  const isLeft = (register: ConsideredFact['register']) => (fact: { readonly id: string }) =>
    !withdrawn.some(one => one.register === register && one.event === fact.id)
  return {
    ...situation,
    vaccinations: situation.vaccinations?.filter(isLeft('vaccine')) ?? null,
    testResults: situation.testResults?.filter(isLeft('test')) ?? null,
    cases: situation.cases?.filter(isLeft('recovery')) ?? null,
  }
}
