import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql'
import { CertificateContent, CertificateHolder, CertificateKind } from '../schema/certificate.ts'
import { type VerificationReason, verificationReasons } from './reasons.ts'

const VerificationReasonEnum = Object.fromEntries(verificationReasons.map(reason => [reason, reason])) as Record<
  VerificationReason,
  VerificationReason
>
registerEnumType(VerificationReasonEnum, {
  name: 'VerificationReason',
  description: 'Why a certificate is not valid, from the outermost layer of it inwards. `text` says it in words.',
})

export enum RuleResultOutcome {
  PASS = 'pass',
  FAIL = 'fail',
  OPEN = 'open',
}
registerEnumType(RuleResultOutcome, {
  name: 'RuleOutcome',
  description: 'What a rule says of a certificate.',
  valuesConfig: {
    PASS: { description: 'The certificate meets the rule.' },
    FAIL: { description: 'It does not.' },
    OPEN: { description: 'Nobody can say: the rule could not be run on this certificate. Look for yourself.' },
  },
})

@InputType({ description: 'Where and when a certificate is to be used.' })
export class BusinessContext {
  @Field(() => String, {
    description:
      'Whose rules: ISO 3166-1 alpha-2 of the country of arrival, `NO` for Norway’s border, `NX` for use inside Norway.',
  })
  country!: string

  @Field(() => Date, { nullable: true, description: 'When: the rules of that moment, judged at it. Now unless set.' })
  at?: Date | null
}

@ObjectType({ description: 'One business rule, and what it says of the certificate.' })
export class RuleResult {
  @Field(() => String, { description: 'The rule’s identifier, as countries exchange it: `VR-NO-0002`.' })
  identifier!: string

  @Field(() => String, { description: 'The version of the rule.' })
  version!: string

  @Field(() => RuleResultOutcome, { description: 'What it says.' })
  result!: RuleResultOutcome

  @Field(() => String, { description: 'The rule in words, in the reader’s language where its country has written it.' })
  text!: string

  @Field(() => String, { description: 'The language `text` is in.' })
  language!: string
}

@ObjectType({
  description:
    'What there is to say of a certificate that somebody shows. Nothing of it is kept. Whether the holder is the one who shows it, an identity document tells.',
})
export class Verification {
  @Field(() => Boolean, {
    description:
      'Somebody trusted signed it, may sign such certificates, has not withdrawn it, and it is valid now. No permission to enter: that is `isAccepted`.',
  })
  isValid!: boolean

  @Field(() => VerificationReasonEnum, { nullable: true, description: 'Why it is not valid; null when it is.' })
  reason!: VerificationReason | null

  @Field(() => String, { description: 'The finding in words, in the language of `Accept-Language`.' })
  text!: string

  @Field(() => String, { description: 'The language `text` is in: nb, nn or en.' })
  language!: string

  @Field(() => Date, { description: 'When it was verified, by our clock.' })
  verifiedAt!: Date

  @Field(() => CertificateHolder, {
    nullable: true,
    description:
      'Whom it is about, to compare with an identity document. Null, as is everything below, unless the certificate is genuine and at most too early or too late. What the issuer left out is empty.',
  })
  holder!: CertificateHolder | null

  @Field(() => CertificateKind, {
    nullable: true,
    description: 'What it is about. A certificate for use in Norway does not say.',
  })
  kind!: CertificateKind | null

  @Field(() => CertificateContent, {
    nullable: true,
    description:
      'What it states. Null also for a certificate for use in Norway, and where the issuer left out a field.',
  })
  content!: typeof CertificateContent | null

  @Field(() => Date, { nullable: true, description: 'When it was signed (iat).' })
  issuedAt!: Date | null

  @Field(() => Date, { nullable: true, description: 'When the signature stops being valid (exp).' })
  expiresAt!: Date | null

  @Field(() => String, { nullable: true, description: 'The country that issued it (iss).' })
  issuerCountry!: string | null

  @Field(() => String, { nullable: true, description: 'Which key signed it: base64 of `kid`.' })
  keyId!: string | null

  @Field(() => [RuleResult], {
    nullable: true,
    description:
      'What the rules of `for` say. Null when none were asked for, when we have no rules of that country, when the certificate is not valid, and for one for use in Norway, which was issued by its rules.',
  })
  rules!: RuleResult[] | null

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether every rule of `for` says yes. Null when that cannot be told: no rule speaks of such a certificate, or one is open and none says no. A certificate for use in Norway is accepted there (`NX`).',
  })
  isAccepted!: boolean | null
}
