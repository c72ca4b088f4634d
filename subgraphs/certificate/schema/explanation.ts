import { Field, ObjectType, registerEnumType } from 'type-graphql'
import { type LocalDate, LocalDateScalar } from '../../../schema/scalars/local-date.ts'

export enum ExplainedOutcome {
  GIVEN = 'GIVEN',
  REFUSED = 'REFUSED',
}
registerEnumType(ExplainedOutcome, {
  name: 'ExplainedOutcome',
  description: 'What was decided.',
  valuesConfig: {
    GIVEN: { description: 'There is a certificate.' },
    REFUSED: { description: 'There is none, and there is a reason.' },
  },
})

@ObjectType({ description: 'A registered fact a decision looked at, and what it had to do with the decision.' })
export class ExplainedFact {
  @Field(() => String, { description: 'The register it comes from: vaccine, test or recovery.' })
  register!: string

  @Field(() => String, { description: 'The name of the register.' })
  registerName!: string

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'The day of the dose, the sample or the first positive test, where it is known.',
  })
  on!: LocalDate | null

  @Field(() => String, { description: 'What is registered.' })
  what!: string

  @Field(() => Boolean, { description: 'Whether the decision rests on it.' })
  counted!: boolean

  @Field(() => String, { description: 'Why it counted, or why it did not.' })
  why!: string
}

@ObjectType({ description: 'Where a rule is written.' })
export class DecidingRuleSource {
  @Field(() => String, { description: 'The document, and what it says, in short.' })
  document!: string

  @Field(() => String, { nullable: true, description: 'The day, month or year of the document, where it is known.' })
  date!: string | null
}

@ObjectType({ description: 'The rule that decided. Rules have days: the one of the day of the question counts.' })
export class DecidingRule {
  @Field(() => String, { description: 'The id of the rule.' })
  id!: string

  @Field(() => LocalDateScalar, { nullable: true, description: 'The first day it holds.' })
  validFrom!: LocalDate | null

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'The first day it no longer holds; null while it is in force.',
  })
  validTo!: LocalDate | null

  @Field(() => [DecidingRuleSource], { description: 'Where the rule is written.' })
  sources!: DecidingRuleSource[]
}

@ObjectType({
  description:
    'Why there is a certificate, or why there is none: the facts that were looked at, which of them counted, and the rule that decided. For the person it is about; nothing of it is in the certificate.',
})
export class Explanation {
  @Field(() => ExplainedOutcome, { description: 'What was decided.' })
  outcome!: ExplainedOutcome

  @Field(() => String, { description: 'The decision in a sentence.' })
  text!: string

  @Field(() => [ExplainedFact], { description: 'Every registered fact the decision looked at, by register and day.' })
  facts!: ExplainedFact[]

  @Field(() => DecidingRule, { description: 'The rule that decided.' })
  rule!: DecidingRule

  @Field(() => String, { description: 'The language the texts are in: nb, nn or en.' })
  language!: string

  @Field(() => Boolean, { description: 'True when the texts are not in the language that was asked for.' })
  isFallback!: boolean
}

@ObjectType({ description: 'Where to read more and to get help.' })
export class CertificateHelp {
  @Field(() => String, { description: 'What the help is about.' })
  text!: string

  @Field(() => String, { description: 'Where the help is.' })
  url!: string

  @Field(() => String, { description: 'The language `text` is in: nb, nn or en.' })
  language!: string
}
