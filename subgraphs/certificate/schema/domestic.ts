import { createUnionType, Field, ObjectType, registerEnumType } from 'type-graphql'
import { type LocalDate, LocalDateScalar } from '../../../schema/scalars/local-date.ts'
import type { IssuedDomestic } from '../dcc/index.ts'
import { type Decided, type DomesticRefusalReason, domesticRefusalReasons } from '../domain/index.ts'

const DomesticRefusalReasonEnum = Object.fromEntries(domesticRefusalReasons.map(reason => [reason, reason])) as Record<
  DomesticRefusalReason,
  DomesticRefusalReason
>
registerEnumType(DomesticRefusalReasonEnum, {
  name: 'DomesticRefusalReason',
  description: 'Why somebody is not green in Norway now. `text` says it in words.',
})

@ObjectType({
  description:
    'The certificate for use in Norway: green, by the rules of the day. What is signed says whose it is and until when, and nothing of why.',
})
export class DomesticCertificate {
  issued!: IssuedDomestic
  decision!: Decided

  @Field(() => String, { description: 'The signed certificate, as the QR code holds it: `NO1:…`.' })
  no1!: string

  @Field(() => Date, {
    description: 'When it stops being valid: on a whole hour, within a day. Fetch a new certificate before then.',
  })
  expiresAt!: Date

  @Field(() => Date, { description: 'When this answer was made, for a screen that shows that it is fresh.' })
  fetchedAt!: Date
}

@ObjectType({ description: 'Not green in Norway now, and this is why. Not an error.' })
export class DomesticCertificateRefusal {
  decision!: Decided

  @Field(() => DomesticRefusalReasonEnum, { description: 'The reason, for programs.' })
  reason!: DomesticRefusalReason

  @Field(() => String, {
    description: 'The reason and what to do next, for people, in the language of `Accept-Language`.',
  })
  text!: string

  @Field(() => String, { description: 'The language `text` is in: nb, nn or en.' })
  language!: string

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'The first day on which the same facts would give green, where that is known.',
  })
  availableOn!: LocalDate | null
}

export const DomesticCertificateAnswer = createUnionType({
  name: 'DomesticCertificateAnswer',
  description: 'A certificate for use in Norway, or the reason why there is none.',
  types: () => [DomesticCertificate, DomesticCertificateRefusal] as const,
})
