import { createUnionType, Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { Grant } from '../../../schema/access.ts'
import type { LocalDate } from '../../../schema/scalars/local-date.ts'
import { LocalDateScalar } from '../../../schema/scalars/local-date.ts'
import type { Issued } from '../dcc/index.ts'
import type { Decided, RefusalReason } from '../domain/index.ts'
import { refusalReasons } from '../domain/index.ts'

export enum CertificateKind {
  VACCINATION = 'vaccination',
  TEST = 'test',
  RECOVERY = 'recovery',
}
registerEnumType(CertificateKind, { name: 'CertificateKind', description: 'What a certificate is about.' })

const RefusalReasonEnum = Object.fromEntries(refusalReasons.map(reason => [reason, reason])) as Record<
  RefusalReason,
  RefusalReason
>
registerEnumType(RefusalReasonEnum, {
  name: 'CertificateRefusalReason',
  description: 'Why there is no certificate of this kind now. `text` says it in words.',
})

@ObjectType({ description: 'A code of an EU value set, and what it stands for.' })
export class CertificateCode {
  @Field(() => String, { description: 'The code as it stands in the certificate.' })
  code!: string

  @Field(() => String, { description: 'The name the EU value set gives it.' })
  display!: string
}

@ObjectType({ description: 'What a vaccination certificate states (EU DCC group v).' })
export class VaccinationContent {
  @Field(() => Int, { description: 'Number of this dose (dn). May exceed `doses`: a booster.' })
  dose!: number

  @Field(() => Int, { description: 'Doses in the series (sd).' })
  doses!: number

  @Field(() => CertificateCode, { description: 'The vaccine product (mp).' })
  product!: CertificateCode

  @Field(() => CertificateCode, { description: 'The holder of the marketing authorisation (ma).' })
  manufacturer!: CertificateCode

  @Field(() => CertificateCode, { description: 'The kind of vaccine (vp).' })
  prophylaxis!: CertificateCode

  @Field(() => LocalDateScalar, { description: 'The day the dose was given (dt).' })
  givenOn!: LocalDate

  @Field(() => String, { description: 'Where it was given, ISO 3166-1 alpha-2 (co).' })
  country!: string
}

@ObjectType({ description: 'What a test certificate states (EU DCC group t).' })
export class TestContent {
  @Field(() => CertificateCode, { description: 'The kind of test (tt).' })
  type!: CertificateCode

  @Field(() => CertificateCode, { description: 'The result (tr).' })
  result!: CertificateCode

  @Field(() => Date, { description: 'When the sample was taken (sc).' })
  sampledAt!: Date

  @Field(() => CertificateCode, { nullable: true, description: 'The rapid test’s device (ma).' })
  device!: CertificateCode | null

  @Field(() => String, { nullable: true, description: 'The name of the laboratory test (nm).' })
  testName!: string | null

  @Field(() => String, { nullable: true, description: 'Where the test was done (tc).' })
  testingCentre!: string | null

  @Field(() => String, { description: 'The country of the test, ISO 3166-1 alpha-2 (co).' })
  country!: string
}

@ObjectType({ description: 'What a recovery certificate states (EU DCC group r).' })
export class RecoveryContent {
  @Field(() => LocalDateScalar, { description: 'The day of the first positive laboratory test (fr).' })
  firstPositiveOn!: LocalDate

  @Field(() => LocalDateScalar, { description: 'First day of validity (df).' })
  validFrom!: LocalDate

  @Field(() => LocalDateScalar, { description: 'Last day of validity (du).' })
  validUntil!: LocalDate

  @Field(() => String, { description: 'The country of the test, ISO 3166-1 alpha-2 (co).' })
  country!: string
}

export const CertificateContent = createUnionType({
  name: 'CertificateContent',
  description: 'What a certificate states, as structured fields.',
  types: () => [VaccinationContent, TestContent, RecoveryContent] as const,
})

@ObjectType({ description: 'The names in a certificate: as registered, and in the letters of passports (ICAO 9303).' })
export class CertificateHolder {
  @Field(() => String, { description: 'Family name as registered (fn).' })
  familyName!: string

  @Field(() => String, { description: 'Given names as registered (gn).' })
  givenName!: string

  @Field(() => String, { description: 'Family name in passport letters (fnt).' })
  familyNameTransliterated!: string

  @Field(() => String, { description: 'Given names in passport letters (gnt).' })
  givenNameTransliterated!: string

  @Field(() => String, { description: 'Birth date (dob).' })
  birthDate!: string
}

@ObjectType({
  description:
    'An EU Digital COVID Certificate, composed from the registries and signed. Anyone in Europe can verify `hc1` offline.',
})
export class Certificate {
  /** What was issued; the fields are read from it. */
  issued!: Issued
  /** Why there is one. */
  decision!: Decided
  /** For whom, and by what right it was fetched. */
  grant!: Grant

  @Field(() => CertificateKind, { description: 'What the certificate is about.' })
  kind!: CertificateKind

  @Field(() => String, { description: 'Unique identifier (UVCI, ci): the same each time this event is certified.' })
  uvci!: string

  @Field(() => Date, { description: 'When it was signed (iat).' })
  issuedAt!: Date

  @Field(() => Date, {
    description: 'When the signature stops being valid (exp). Fetch a new certificate before then.',
  })
  expiresAt!: Date

  @Field(() => String, { description: 'Which key signed it: base64 of the eight bytes of `kid`.' })
  keyId!: string

  @Field(() => CertificateHolder, { description: 'Whom it is about.' })
  holder!: CertificateHolder

  @Field(() => String, { description: 'The signed certificate, as the QR code holds it: `HC1:…`.' })
  hc1!: string
}

@ObjectType({ description: 'There is no certificate of this kind now, and this is why. Not an error.' })
export class CertificateRefusal {
  /** Why there is none. */
  decision!: Decided

  @Field(() => CertificateKind, { description: 'The kind that was asked for.' })
  kind!: CertificateKind

  @Field(() => RefusalReasonEnum, { description: 'The reason, for programs.' })
  reason!: RefusalReason

  @Field(() => String, {
    description: 'The reason and what to do next, for people, in the language of `Accept-Language`.',
  })
  text!: string

  @Field(() => String, { description: 'The language `text` is in: nb, nn or en.' })
  language!: string

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'The first day on which the same facts would give a certificate, where that is known.',
  })
  availableOn!: LocalDate | null
}

export const CertificateAnswer = createUnionType({
  name: 'CertificateAnswer',
  description: 'A certificate, or the reason why there is none.',
  types: () => [Certificate, CertificateRefusal] as const,
})
