import { Arg, Ctx, Directive, ID, Mutation, Resolver } from 'type-graphql'
import { PublicError } from '../../../../schema/errors.ts'
import { type LocalDate, LocalDateScalar, osloDay } from '../../../../schema/scalars/local-date.ts'
import { admit, change, checkDecision, type Decision, decide, writing } from '../decide.ts'
import { readRestrictions } from '../domain/read-restrictions.ts'
import { openHandle } from '../handle.ts'
import { AccessRestrictionInput, ConsentAnswer, ConsentRequest, PrivacySetting } from '../schema/privacy.ts'
import type { PrivacyContext } from '../services.ts'
import { closeRequest, findRequest } from '../store/requests.ts'
import { toRequest, toSetting } from './overview.ts'

const settingArgument = { description: 'The setting’s id in the overview.' }
const citizen = (): MethodDecorator => (target, key, descriptor) => {
  for (const directive of ['@tag(name: "citizen")', '@policy(policies: [["citizen"]])'])
    Directive(directive)(target, key, descriptor)
}

/** Ending is as easy as beginning: the same argument, the same answer (requirements M1). */
@Resolver()
export class PrivacyDecisions {
  @citizen()
  @Mutation(() => PrivacySetting, { nullable: true, description: 'Gives a consent.' })
  giveConsent(
    @Arg('setting', () => ID, settingArgument) setting: string,
    @Arg('until', () => LocalDateScalar, { nullable: true, description: 'The last day, where one can be chosen.' })
    until: LocalDate | null,
    @Ctx() context: PrivacyContext,
  ): Promise<PrivacySetting> {
    return carryOut(context, setting, { kind: 'CONSENT', isActive: true, until })
  }

  @citizen()
  @Mutation(() => PrivacySetting, { nullable: true, description: 'Withdraws a consent.' })
  withdrawConsent(
    @Arg('setting', () => ID, settingArgument) setting: string,
    @Ctx() context: PrivacyContext,
  ): Promise<PrivacySetting> {
    return carryOut(context, setting, { kind: 'CONSENT', isActive: false })
  }

  @citizen()
  @Mutation(() => PrivacySetting, { nullable: true, description: 'Sets a reservation.' })
  setReservation(
    @Arg('setting', () => ID, settingArgument) setting: string,
    @Ctx() context: PrivacyContext,
  ): Promise<PrivacySetting> {
    return carryOut(context, setting, { kind: 'RESERVATION', isActive: true })
  }

  @citizen()
  @Mutation(() => PrivacySetting, { nullable: true, description: 'Lifts a reservation.' })
  liftReservation(
    @Arg('setting', () => ID, settingArgument) setting: string,
    @Ctx() context: PrivacyContext,
  ): Promise<PrivacySetting> {
    return carryOut(context, setting, { kind: 'RESERVATION', isActive: false })
  }

  @citizen()
  @Mutation(() => PrivacySetting, {
    nullable: true,
    description: 'Closes data to health personnel. What is given here takes the place of what was closed before.',
  })
  setAccessRestriction(
    @Arg('setting', () => ID, settingArgument) setting: string,
    @Arg('restrictions', () => [AccessRestrictionInput], {
      nullable: true,
      description: 'What to close to whom; everything to all health personnel when left out.',
    })
    restrictions: AccessRestrictionInput[] | null,
    @Ctx() context: PrivacyContext,
  ): Promise<PrivacySetting> {
    const read = readRestrictions(restrictions ?? [{}])
    return carryOut(context, setting, { kind: 'ACCESS_RESTRICTION', isActive: true, restrictions: read })
  }

  @citizen()
  @Mutation(() => PrivacySetting, { nullable: true, description: 'Opens the data to health personnel again.' })
  liftAccessRestriction(
    @Arg('setting', () => ID, settingArgument) setting: string,
    @Ctx() context: PrivacyContext,
  ): Promise<PrivacySetting> {
    return carryOut(context, setting, { kind: 'ACCESS_RESTRICTION', isActive: false })
  }

  @citizen()
  @Mutation(() => ConsentRequest, {
    nullable: true,
    description: 'Answers a consent request. A yes gives the consent; a no withdraws it where it was given.',
  })
  async answerConsentRequest(
    @Arg('request', () => ID, { description: 'The request’s id in the overview.' }) id: string,
    @Arg('answer', () => ConsentAnswer, { description: 'Yes or no.' }) answer: keyof typeof ConsentAnswer,
    @Ctx() context: PrivacyContext,
  ): Promise<ConsentRequest | undefined> {
    const { caller, now, services } = context
    const handle = openHandle(services.privacy.keys, id, { kind: 'request', caller, now })
    const identifiers = await admit(context, handle)
    const answered = await writing(context, async trx => {
      const found = await findRequest(trx, handle.about, now)
      const definition = found && services.privacy.catalogue.find(found.definition)
      if (!definition) throw new PublicError('CONSENT_REQUEST_CLOSED')
      const decision: Decision = { kind: 'CONSENT', isActive: answer === 'YES' }
      checkDecision(definition, decision, osloDay(now))
      const state = answer === 'YES' ? 'ANSWERED_YES' : 'ANSWERED_NO'
      const closed = await closeRequest(trx, { id: handle.about, state, now })
      if (!closed) throw new PublicError('CONSENT_REQUEST_CLOSED')
      await change(trx, { context, handle, definition, identifiers, decision })
      return closed
    })
    return toRequest(context, handle, answered)[0]
  }
}

async function carryOut(context: PrivacyContext, id: string, decision: Decision): Promise<PrivacySetting> {
  const { handle, definition, identifiers, outcome } = await decide(context, id, decision)
  // What was loaded before the change is not told after it.
  context.loaders.privacy.settings.clearAll()
  context.loaders.privacy.changes.clearAll()
  return toSetting(context, { ...handle, identifiers }, definition, outcome.setting)
}
