import { PublicError } from '../../../schema/errors.ts'
import { osloDay } from '../../../schema/scalars/local-date.ts'
import { inLanguage } from '../../../schema/scalars/locale.ts'
import type { Context } from '../../kernel/context.ts'
import type { Facts, CertificateKind as Kind } from '../dcc/facts.ts'
import { type Gate, GateFailure } from '../dcc/index.ts'
import { type Decision, type RefusalReason, refusals, rulesVersionOn } from '../domain/index.ts'
import { EventRevoked } from '../revocation/index.ts'
import { Certificate, CertificateKind, CertificateRefusal } from '../schema/certificate.ts'
import type { CertificateServices } from '../subgraph.ts'

export type PublishedAnswer = Certificate | CertificateRefusal
type Ctxt = Context<CertificateServices, undefined>

const published = {
  vaccination: CertificateKind.VACCINATION,
  test: CertificateKind.TEST,
  recovery: CertificateKind.RECOVERY,
} as const

/** What registered facts can fail; the other gates are about the signer and ourselves. */
const gatesOfFacts: ReadonlySet<Gate> = new Set(['schema', 'meaning', 'value-sets', 'names'])

/** A decision of the rules becomes a signed certificate, a refusal with its reason, or the error of a missing register. */
export async function answer(
  kind: Kind,
  decision: Decision<Facts>,
  subject: string,
  context: Ctxt,
): Promise<PublishedAnswer> {
  context.source.asked = true
  switch (decision.outcome) {
    case 'refused':
      return refusal(kind, decision.reason, context, decision.availableOn)
    case 'undecidable':
      throw new PublicError('REGISTRY_UNAVAILABLE', { details: { register: decision.missing } })
    case 'eligible':
      return issue(kind, decision, subject, context)
    default:
      return decision satisfies never
  }
}

export function answers(
  kind: Kind,
  decisions: readonly Decision<Facts>[],
  subject: string,
  context: Ctxt,
): Promise<PublishedAnswer[]> {
  return Promise.all(decisions.map(decision => answer(kind, decision, subject, context)))
}

async function issue(
  kind: Kind,
  { facts, until }: Extract<Decision<Facts>, { outcome: 'eligible' }>,
  subject: string,
  context: Ctxt,
): Promise<PublishedAnswer> {
  const { now, services } = context
  try {
    const issued = await services.issueOnce({ facts, until, rulesVersion: rulesVersionOn(osloDay(now)), subject }, now)
    context.source.found = true
    return Object.assign(new Certificate(), {
      issued,
      kind: published[kind],
      uvci: issued.uvci,
      issuedAt: issued.issuedAt,
      expiresAt: issued.expiresAt,
      keyId: issued.keyId,
      hc1: issued.hc1,
    })
  } catch (error) {
    // Registered facts that the EU's rules do not let into a certificate are a refusal, not a fault of ours.
    if (error instanceof GateFailure && gatesOfFacts.has(error.gate)) return refusal(kind, 'NOT_CERTIFIABLE', context)
    if (error instanceof EventRevoked) return refusal(kind, 'REVOKED', context)
    throw error
  }
}

function refusal(
  kind: Kind,
  reason: RefusalReason,
  { locale }: Ctxt,
  availableOn: CertificateRefusal['availableOn'] = null,
): CertificateRefusal {
  const { text, language } = inLanguage(refusals[reason], locale)
  return Object.assign(new CertificateRefusal(), { kind: published[kind], reason, text, language, availableOn })
}
