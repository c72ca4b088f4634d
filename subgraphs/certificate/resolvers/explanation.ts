import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { registers } from '../../../schema/registers.ts'
import { inLanguage, type LocalText } from '../../../schema/scalars/locale.ts'
import type { Context } from '../../kernel/context.ts'
import { type Decided, explain } from '../domain/index.ts'
import { Certificate, CertificateRefusal } from '../schema/certificate.ts'
import { DomesticCertificate, DomesticCertificateRefusal } from '../schema/domestic.ts'
import { CertificateHelp, Explanation } from '../schema/explanation.ts'

const explanationOf = 'The facts that were looked at, which of them counted, and the rule that decided.'

const given: LocalText = {
  nb: 'Sertifikatet er gitt etter regelen som gjelder i dag.',
  nn: 'Sertifikatet er gitt etter regelen som gjeld i dag.',
  en: 'The certificate is given by the rule of today.',
}

/** Puts the decision's own reasons into words. @param refusal what is said where there is no certificate */
function toExplanation(
  decision: Decided,
  { locale }: Pick<Context, 'locale'>,
  refusal?: { text: string },
): Explanation {
  const { outcome, facts, rule, language, isFallback } = explain(decision, locale)
  return Object.assign(new Explanation(), {
    outcome,
    text: refusal?.text ?? inLanguage(given, locale).text,
    facts: facts.map(fact => ({ ...fact, registerName: inLanguage(registers[fact.register].name, locale).text })),
    rule,
    language,
    isFallback,
  })
}

const help: LocalText = {
  nb: 'Hjelp med koronasertifikat: hvordan det virker, hva som står der, og hvem du kan spørre.',
  nn: 'Hjelp med koronasertifikat: korleis det verkar, kva som står der, og kven du kan spørje.',
  en: 'Help with COVID certificates: how they work, what they say, and whom to ask.',
}
const helpAt: LocalText = {
  nb: 'https://www.helsenorge.no/koronasertifikat/',
  nn: 'https://www.helsenorge.no/nn/koronasertifikat/',
  en: 'https://www.helsenorge.no/en/coronavirus/covid-certificate/',
}

@Resolver(() => Certificate)
export class CertificateReasons {
  @FieldResolver(() => Explanation, { description: explanationOf })
  explanation(@Root() { decision }: Certificate, @Ctx() context: Context): Explanation {
    return toExplanation(decision, context)
  }

  @FieldResolver(() => Date, { description: 'When this answer was made, for a screen that shows that it is fresh.' })
  fetchedAt(@Root() _: Certificate, @Ctx() { now }: Context): Date {
    return now
  }

  @FieldResolver(() => CertificateHelp, { description: 'Where to read more and to get help.' })
  help(@Root() _: Certificate, @Ctx() { locale }: Context): CertificateHelp {
    const { text, language } = inLanguage(help, locale)
    return Object.assign(new CertificateHelp(), { text, language, url: inLanguage(helpAt, locale).text })
  }
}

@Resolver(() => CertificateRefusal)
export class RefusalReasons {
  @FieldResolver(() => Explanation, { description: explanationOf })
  explanation(@Root() refusal: CertificateRefusal, @Ctx() context: Context): Explanation {
    return toExplanation(refusal.decision, context, refusal)
  }
}

@Resolver(() => DomesticCertificate)
export class DomesticReasons {
  @FieldResolver(() => Explanation, { description: explanationOf })
  explanation(@Root() { decision }: DomesticCertificate, @Ctx() context: Context): Explanation {
    return toExplanation(decision, context)
  }
}

@Resolver(() => DomesticCertificateRefusal)
export class DomesticRefusalReasons {
  @FieldResolver(() => Explanation, { description: explanationOf })
  explanation(@Root() refusal: DomesticCertificateRefusal, @Ctx() context: Context): Explanation {
    return toExplanation(refusal.decision, context, refusal)
  }
}
