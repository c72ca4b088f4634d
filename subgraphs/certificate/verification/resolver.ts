import { Arg, Ctx, Query, Resolver } from 'type-graphql'
import { inLanguage, type Locale } from '../../../schema/scalars/locale.ts'
import type { Context } from '../../kernel/context.ts'
import type { Opened } from '../dcc/index.ts'
import { CertificateKind } from '../schema/certificate.ts'
import { reasonTexts, validText } from './reasons.ts'
import { receivedContent, receivedHolder } from './received-content.ts'
import { ruleText } from './rule-text.ts'
import { BusinessContext, RuleResult, RuleResultOutcome, Verification } from './schema.ts'
import { type AppliedRule, isAccepted, type Verified, type Verify } from './verify.ts'

const kinds = {
  vaccination: CertificateKind.VACCINATION,
  test: CertificateKind.TEST,
  recovery: CertificateKind.RECOVERY,
} as const
const outcomes = { pass: RuleResultOutcome.PASS, fail: RuleResultOutcome.FAIL, open: RuleResultOutcome.OPEN } as const

type VerificationServices = { readonly verify: Verify }

@Resolver(() => Verification)
export class VerificationQuery {
  @Query(() => Verification, {
    description:
      'Verifies a certificate that somebody shows. Give its text in a variable, never in the query itself. Nothing of it is kept or logged.',
  })
  async verifyCertificate(
    @Arg('text', () => String, { description: 'The text of the QR code: `HC1:…`.' }) text: string,
    @Arg('for', () => BusinessContext, { nullable: true, description: 'Judge it by the rules of a country as well.' })
    business: BusinessContext | null,
    @Ctx() { services, now, locale }: Context<VerificationServices>,
  ): Promise<Verification> {
    const occasion = business ? { country: business.country, at: business.at ?? now } : undefined
    return toVerification(await services.verify(text, now, occasion), now, locale)
  }
}

function toVerification({ reason, shown, rules }: Verified, verifiedAt: Date, locale: Locale): Verification {
  return Object.assign(new Verification(), {
    isValid: reason === undefined,
    reason: reason ?? null,
    ...inLanguage(reason === undefined ? validText : reasonTexts[reason], locale),
    verifiedAt,
    ...toShown(shown),
    rules: rules?.map(applied => toRuleResult(applied, locale)) ?? null,
    isAccepted: isAccepted(rules) ?? null,
  })
}

function toShown(shown: Opened | undefined) {
  return {
    holder: shown ? receivedHolder(shown) : null,
    kind: shown ? kinds[shown.kind] : null,
    content: shown ? receivedContent(shown) : null,
    issuedAt: shown?.issuedAt ?? null,
    expiresAt: shown?.expiresAt ?? null,
    issuerCountry: shown?.issuer ?? shown?.signer.country ?? null,
    keyId: shown?.keyId ?? null,
  }
}

function toRuleResult({ rule, outcome }: AppliedRule, locale: Locale): RuleResult {
  return Object.assign(new RuleResult(), {
    identifier: rule.identifier,
    version: rule.version.join('.'),
    result: outcomes[outcome],
    ...ruleText(rule, locale),
  })
}
