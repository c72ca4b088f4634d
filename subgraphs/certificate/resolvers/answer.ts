import type { Grant } from '../../../schema/access.ts'
import { PublicError } from '../../../schema/errors.ts'
import { osloDay } from '../../../schema/scalars/local-date.ts'
import { inLanguage } from '../../../schema/scalars/locale.ts'
import type { Context } from '../../kernel/context.ts'
import type { Facts, CertificateKind as Kind } from '../dcc/facts.ts'
import { type Gate, GateFailure } from '../dcc/index.ts'
import { type Decision, type Eligible, type Refusal, refusals, rulesVersionOn } from '../domain/index.ts'
import { EventRevoked, type Traits } from '../revocation/index.ts'
import { Certificate, CertificateKind, CertificateRefusal } from '../schema/certificate.ts'
import type { CertificateServices } from '../subgraph.ts'

export type PublishedAnswer = Certificate | CertificateRefusal
type Ctxt = Context<CertificateServices, undefined>
/** What an event shares with others, where its certificate may be revoked by that. */
type TraitsOf = (event: string) => Traits | undefined
const noTraits: TraitsOf = () => undefined

const published = {
  vaccination: CertificateKind.VACCINATION,
  test: CertificateKind.TEST,
  recovery: CertificateKind.RECOVERY,
} as const

/** What registered facts can fail; the other gates are about the signer and ourselves. */
export const gatesOfFacts: ReadonlySet<Gate> = new Set(['schema', 'meaning', 'value-sets', 'names'])

/** A decision of the rules becomes a signed certificate, a refusal with its reason, or the error of a missing register. */
export async function answer(
  kind: Kind,
  decision: Decision<Facts>,
  grant: Grant,
  context: Ctxt,
  traitsOf: TraitsOf = noTraits,
): Promise<PublishedAnswer> {
  context.source.asked = true
  switch (decision.outcome) {
    case 'refused':
      return refusal(kind, decision, context)
    case 'undecidable':
      throw new PublicError('REGISTRY_UNAVAILABLE', { details: { register: decision.missing } })
    case 'eligible':
      return issue(kind, decision, { grant, traits: traitsOf(decision.facts.event) }, context)
    default:
      return decision satisfies never
  }
}

async function issue(
  kind: Kind,
  decision: Eligible<Facts>,
  { grant, traits }: { readonly grant: Grant; readonly traits: Traits | undefined },
  context: Ctxt,
): Promise<PublishedAnswer> {
  const { now, services } = context
  const { facts, until } = decision
  const { subject } = grant
  try {
    const rulesVersion = rulesVersionOn(osloDay(now))
    const issued = await services.issueOnce({ facts, until, rulesVersion, subject, traits }, now)
    context.source.found = true
    return Object.assign(new Certificate(), {
      issued,
      decision,
      grant,
      kind: published[kind],
      uvci: issued.uvci,
      issuedAt: issued.issuedAt,
      expiresAt: issued.expiresAt,
      keyId: issued.keyId,
      hc1: issued.hc1,
    })
  } catch (error) {
    // Registered facts that the EU's rules do not let into a certificate are a refusal, not a fault of ours.
    if (error instanceof GateFailure && gatesOfFacts.has(error.gate))
      return refusal(kind, { ...decision, outcome: 'refused', reason: 'NOT_CERTIFIABLE' }, context)
    if (error instanceof EventRevoked) return refusal(kind, withdrawn(decision), context)
    throw error
  }
}

function withdrawn({ considered, rule, facts: { event } }: Eligible<Facts>): Refusal {
  const told = considered.map(fact =>
    fact.event === event ? { ...fact, counted: false, note: 'WITHDRAWN' as const } : fact,
  )
  return { outcome: 'refused', reason: 'REVOKED', rule, considered: told }
}

function refusal(kind: Kind, decision: Refusal, { locale }: Ctxt): CertificateRefusal {
  const { reason, availableOn = null } = decision
  const { text, language } = inLanguage(refusals[reason], locale)
  return Object.assign(new CertificateRefusal(), {
    decision,
    kind: published[kind],
    reason,
    text,
    language,
    availableOn,
  })
}
