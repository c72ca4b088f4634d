import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql'
import { PublicError } from '../../../schema/errors.ts'
import { osloDay } from '../../../schema/scalars/local-date.ts'
import { inLanguage } from '../../../schema/scalars/locale.ts'
import type { Context } from '../../kernel/context.ts'
import { GateFailure } from '../dcc/index.ts'
import {
  type DomesticSituation,
  domesticRefusals,
  domesticRulesVersionOn,
  type Green,
  type NotGreen,
} from '../domain/index.ts'
import { decideUnrevoked } from '../issuance/decide-unrevoked.ts'
import { DomesticCertificate, DomesticCertificateAnswer, DomesticCertificateRefusal } from '../schema/domestic.ts'
import { PersonStub } from '../schema/registered-facts.ts'
import type { CertificateServices } from '../subgraph.ts'
import { gatesOfFacts } from './answer.ts'
import { readCases, readHolder, readTests, readTraits, readVaccinations } from './registered.ts'

type Ctxt = Context<CertificateServices, undefined>
type Published = DomesticCertificate | DomesticCertificateRefusal

const hourMs = 3_600_000

@Resolver(() => PersonStub)
export class PersonDomesticCertificate {
  // Where a dose was given, a case found or a test bought makes no difference in Norway, so it is not asked for. Lot and
  // organisation are what an event may have been revoked by.
  @Directive(
    '@requires(fields: "name { given middle family } birthDate vaccinations { id givenOn doseNumber vaccine { euProduct euManufacturer euProphylaxis dosesInSeries } batchNumber performer { organisationNumber } } recoveries { id firstPositiveOn confirmedBy } testResults { id method outcome state sampledAt performer { organisationNumber } }")',
  )
  @FieldResolver(() => DomesticCertificateAnswer, {
    nullable: true,
    description:
      'The certificate for use in Norway, which says that somebody is green and nothing of why; or why there is none.',
  })
  async domesticCertificate(@Root() person: PersonStub, @Ctx() context: Ctxt): Promise<Published> {
    const { subject } = await context.open(person.grant, 'certificates')
    const { now, services } = context
    const holder = readHolder(person)
    const situation: DomesticSituation = {
      holder,
      vaccinations: readVaccinations(person),
      testResults: readTests(person),
      cases: readCases(person),
    }
    context.source.asked = true
    const decision = await decideUnrevoked(situation, now, (kind, event) =>
      services.isWithdrawn({ kind, event }, readTraits(person, kind, event)),
    )
    switch (decision.outcome) {
      case 'undecidable':
        throw new PublicError('REGISTRY_UNAVAILABLE', { details: { register: decision.missing } })
      case 'refused':
        return refusal(decision, context)
      case 'green':
        return issue(decision, { holder, subject }, context)
      default:
        return decision satisfies never
    }
  }
}

async function issue(
  decision: Green,
  { holder, subject }: { holder: DomesticSituationHolder; subject: string },
  context: Ctxt,
): Promise<Published> {
  const { now, services } = context
  const { until, signedForHours } = decision
  const from = new Date(until.getTime() - signedForHours * hourMs)
  try {
    const order = { holder, from, until, rulesVersion: domesticRulesVersionOn(osloDay(now)), subject }
    const issued = await services.issueDomesticOnce(order, now)
    context.source.found = true
    const { no1, expiresAt } = issued
    return Object.assign(new DomesticCertificate(), { issued, decision, no1, expiresAt, fetchedAt: now })
  } catch (error) {
    if (!(error instanceof GateFailure) || !gatesOfFacts.has(error.gate)) throw error
    return refusal({ ...decision, outcome: 'refused', reason: 'NOT_CERTIFIABLE' }, context)
  }
}

type DomesticSituationHolder = ReturnType<typeof readHolder>

function refusal(decision: NotGreen, { locale }: Ctxt): DomesticCertificateRefusal {
  const { reason, availableOn = null } = decision
  const { text, language } = inLanguage(domesticRefusals[reason], locale)
  return Object.assign(new DomesticCertificateRefusal(), { decision, reason, text, language, availableOn })
}

@Resolver(() => DomesticCertificate)
export class DomesticCertificateFields {
  @FieldResolver(() => String, { description: 'The QR code of `no1` as an SVG image (ISO 18004, error correction Q).' })
  qr(@Root() { no1 }: DomesticCertificate, @Ctx() { services, locale }: Ctxt): string {
    return services.qrOf(no1, locale)
  }
}
