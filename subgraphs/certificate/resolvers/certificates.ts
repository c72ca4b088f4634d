import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Context } from '../../kernel/context.ts'
import { decideRecovery, decideTests, decideVaccination } from '../domain/index.ts'
import { Certificate, CertificateAnswer, CertificateContent, CertificateHolder } from '../schema/certificate.ts'
import { PersonStub } from '../schema/registered-facts.ts'
import type { CertificateServices } from '../subgraph.ts'
import { answer, type PublishedAnswer } from './answer.ts'
import { contentOf, holderOf } from './content.ts'
import { readCases, readHolder, readTests, readTraits, readVaccinations } from './registered.ts'

type Ctxt = Context<CertificateServices, undefined>

const holderFields = 'name { given middle family } birthDate'
const caseFields = 'recoveries { id firstPositiveOn confirmedBy country }'

@Resolver(() => PersonStub)
export class PersonCertificates {
  // A single dose after an infection is a finished series, so the cases are asked for as well. Lot and organisation are
  // what a certificate may have to be revoked by.
  @Directive(
    `@requires(fields: "${holderFields} vaccinations { id givenOn code doseNumber country vaccine { euProduct euManufacturer euProphylaxis dosesInSeries } batchNumber performer { organisationNumber } } ${caseFields}")`,
  )
  @FieldResolver(() => CertificateAnswer, {
    nullable: true,
    description: 'The certificate of the latest dose against COVID-19, or why there is none.',
  })
  async vaccinationCertificate(@Root() person: PersonStub, @Ctx() context: Ctxt): Promise<PublishedAnswer> {
    const grant = await context.open(person.grant, 'certificates')
    const facts = { holder: readHolder(person), vaccinations: readVaccinations(person), cases: readCases(person) }
    const decision = decideVaccination(facts, context.now)
    return answer('vaccination', decision, grant, context, event => readTraits(person, 'vaccination', event))
  }

  @Directive(
    `@requires(fields: "${holderFields} testResults { id method outcome state sampledAt deviceId testName performer { organisationNumber name } }")`,
  )
  @FieldResolver(() => [CertificateAnswer], {
    nullable: true,
    description: 'A certificate for each test that can have one now, or one answer that says why there is none.',
  })
  async testCertificates(@Root() person: PersonStub, @Ctx() context: Ctxt): Promise<PublishedAnswer[]> {
    const grant = await context.open(person.grant, 'certificates')
    const facts = { holder: readHolder(person), testResults: readTests(person) }
    const { certificates } = decideTests(facts, context.now)
    const traitsOf = (event: string) => readTraits(person, 'test', event)
    return Promise.all(certificates.map(decision => answer('test', decision, grant, context, traitsOf)))
  }

  @Directive(`@requires(fields: "${holderFields} ${caseFields}")`)
  @FieldResolver(() => CertificateAnswer, {
    nullable: true,
    description: 'The certificate of having recovered from COVID-19, or why there is none.',
  })
  async recoveryCertificate(@Root() person: PersonStub, @Ctx() context: Ctxt): Promise<PublishedAnswer> {
    const grant = await context.open(person.grant, 'certificates')
    const facts = { holder: readHolder(person), cases: readCases(person) }
    return answer('recovery', decideRecovery(facts, context.now), grant, context)
  }
}

@Resolver(() => Certificate)
export class CertificateFields {
  @FieldResolver(() => CertificateContent, { description: 'What the certificate states, as structured fields.' })
  content(@Root() { issued }: Certificate): typeof CertificateContent {
    return contentOf(issued.payload)
  }

  @FieldResolver(() => CertificateHolder, { description: 'Whom it is about.' })
  holder(@Root() { issued }: Certificate): CertificateHolder {
    return holderOf(issued.payload)
  }

  @FieldResolver(() => String, { description: 'The QR code of `hc1` as an SVG image (ISO 18004, error correction Q).' })
  qr(@Root() { issued }: Certificate, @Ctx() { services, locale }: Ctxt): string {
    return services.qrOf(issued.hc1, locale)
  }
}
