import { Arg, Ctx, Query, Resolver } from 'type-graphql'
import { inLanguage, type Locale } from '../../../schema/scalars/locale.ts'
import type { Context } from '../../kernel/context.ts'
import type { Opened, OpenedDomestic } from '../dcc/index.ts'
import { CertificateKind } from '../schema/certificate.ts'
import type { AppliedRule } from './judge.ts'
import { reasonTexts, validText } from './reasons.ts'
import { receivedContent, receivedHolder } from './received-content.ts'
import { ruleText } from './rule-text.ts'
import { BusinessContext, RuleResult, RuleResultOutcome, Verification } from './schema.ts'
import type { Verified, Verify } from './verify.ts'

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
    @Arg('text', () => String, {
      description: 'The text of the QR code: `HC1:…`, or `NO1:…` of a certificate for use in Norway.',
    })
    text: string,
    @Arg('for', () => BusinessContext, { nullable: true, description: 'Judge it by the rules of a country as well.' })
    business: BusinessContext | null,
    @Ctx() { services, now, locale }: Context<VerificationServices>,
  ): Promise<Verification> {
    const occasion = business ? { country: business.country, at: business.at ?? now } : undefined
    return toVerification(await services.verify(text, now, occasion), now, locale)
  }
}

function toVerification(
  { reason, shown, rules, isAccepted }: Verified,
  verifiedAt: Date,
  locale: Locale,
): Verification {
  return Object.assign(new Verification(), {
    isValid: reason === undefined,
    reason: reason ?? null,
    ...inLanguage(reason === undefined ? validText : reasonTexts[reason], locale),
    verifiedAt,
    ...toShown(shown),
    rules: rules?.map(applied => toRuleResult(applied, locale)) ?? null,
    isAccepted: isAccepted ?? null,
  })
}

function toShown(shown: Opened | OpenedDomestic | undefined) {
  const european = shown && 'kind' in shown ? shown : undefined
  return {
    holder: shown ? receivedHolder(shown.payload) : null,
    kind: european ? kinds[european.kind] : null,
    content: european ? receivedContent(european) : null,
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
