import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { representationBases } from '../../../schema/access.ts'
import { toLoggedCaller } from '../../kernel/access-log.ts'
import type { Context } from '../../kernel/context.ts'
import { Certificate } from '../schema/certificate.ts'
import { CertificatePdf, CertificatePdfVersion } from '../schema/pdf.ts'
import type { CertificateServices } from '../subgraph.ts'

@Resolver(() => Certificate)
export class CertificatePdfFields {
  @FieldResolver(() => CertificatePdf, {
    nullable: true,
    description: 'A one-time link to the certificate as a PDF. Null where this installation makes none.',
  })
  async pdf(
    @Root() { issued, grant }: Certificate,
    @Arg('version', () => CertificatePdfVersion, {
      defaultValue: CertificatePdfVersion.V4,
      description: 'Which form to print it in.',
    })
    version: CertificatePdfVersion,
    @Ctx() context: Context<CertificateServices, undefined>,
  ): Promise<CertificatePdf | null> {
    const { services, caller, correlationId, locale, now } = context
    if (!services.pdf) return null
    const { subject, basis, purpose } = grant
    const access = { subject, basis, purpose, caller: toLoggedCaller(caller), correlationId }
    // A representation can be withdrawn before the link is followed: then it is judged again.
    const right = representationBases.includes(basis) ? context.keepRight(grant) : undefined
    const order = { issued, version, locale, access, ...(right && { right }) }
    return Object.assign(new CertificatePdf(), await services.pdf.linkTo(order, now))
  }
}
