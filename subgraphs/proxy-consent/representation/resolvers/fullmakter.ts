import { Arg, Ctx, Directive, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql'
import { PublicError } from '../../../../schema/errors.ts'
import { osloDay } from '../../../../schema/scalars/local-date.ts'
import { PersonStub } from '../../schema/person.ts'
import { actsFor } from '../acts-for.ts'
import { newFullmakt } from '../domain/new-fullmakt.ts'
import { openOwn, type Self } from '../open-own.ts'
import { openSelf } from '../open-self.ts'
import { Fullmakt, Fullmakter, FullmaktInput } from '../schema/fullmakt.ts'
import { toFullmakt } from '../schema/to-fullmakt.ts'
import type { RepresentationContext } from '../services.ts'

@Resolver(() => PersonStub)
export class PersonFullmakter {
  @Directive('@requires(fields: "kin")')
  @Directive('@tag(name: "citizen")')
  @Directive('@policy(policies: [["citizen"]])')
  @FieldResolver(() => Fullmakter, {
    nullable: true,
    description: 'Fullmakter that the person who is signed in has given and received.',
  })
  async fullmakter(@Root() person: PersonStub, @Ctx() context: RepresentationContext): Promise<Fullmakter> {
    const { loaders, now } = context
    const self = await openOwn(person, context)
    const today = osloDay(now)
    const [given, received] = await Promise.all([
      loaders.fullmaktGiven.load(self.grant.identifiers),
      receivedInForce(self, context),
    ])
    return {
      given: given.map(fullmakt => toFullmakt(fullmakt, today)),
      received: received.map(fullmakt => toFullmakt(fullmakt, today)),
    }
  }

  @Directive('@tag(name: "citizen")')
  @Directive('@policy(policies: [["citizen"]])')
  @Mutation(() => Fullmakt, {
    nullable: true,
    description:
      'Gives somebody a fullmakt. It has effect for a receiver of that number and name who is 18 or older; whether there is such a person is not told.',
  })
  async giveFullmakt(
    @Arg('fullmakt', () => FullmaktInput, { description: 'To whom, for what, until when.' }) wanted: FullmaktInput,
    @Ctx() context: RepresentationContext,
  ): Promise<Fullmakt> {
    const { kin, grant } = await openSelf(context)
    const today = osloDay(context.now)
    const fresh = newFullmakt(wanted, { kin, identifiers: grant.identifiers }, today)
    const given = await context.services.representation.give(fresh, grant.identifiers, context.now)
    if (!given) throw new PublicError('FULLMAKT_INVALID', { details: { reason: 'TOO_MANY' } })
    return toFullmakt(given, today)
  }

  @Directive('@tag(name: "citizen")')
  @Directive('@policy(policies: [["citizen"]])')
  @Mutation(() => Fullmakt, {
    nullable: true,
    description: 'Withdraws a fullmakt that the caller has given. It ends at once; empty when there is none to end.',
  })
  withdrawFullmakt(
    @Arg('id', () => ID, { description: 'Its reference.' }) id: string,
    @Ctx() context: RepresentationContext,
  ): Promise<Fullmakt | null> {
    return end(id, 'giver', context)
  }

  @Directive('@tag(name: "citizen")')
  @Directive('@policy(policies: [["citizen"]])')
  @Mutation(() => Fullmakt, {
    nullable: true,
    description: 'Declines a fullmakt that the caller has received. It ends at once; empty when there is none to end.',
  })
  declineFullmakt(
    @Arg('id', () => ID, { description: 'Its reference.' }) id: string,
    @Ctx() context: RepresentationContext,
  ): Promise<Fullmakt | null> {
    return end(id, 'receiver', context)
  }
}

/**
 * The fullmakter by which somebody may act now. One that has ended is not among them, whatever has ended it: of a giver
 * who is protected or dead nothing may tell that she has not withdrawn it.
 */
async function receivedInForce(self: Self, context: RepresentationContext) {
  const [received, represented] = await Promise.all([
    context.loaders.fullmaktReceived.load(self.grant.identifiers),
    actsFor(self, context),
  ])
  return received.filter(({ id }) => represented.some(({ basis, right }) => basis !== 'parent' && right === id))
}

async function end(id: string, by: 'giver' | 'receiver', context: RepresentationContext): Promise<Fullmakt | null> {
  const self = await openSelf(context)
  const { now, services } = context
  const isEndable =
    by === 'giver'
      ? (await services.representation.find(id, by, self.grant.identifiers)) !== undefined
      : (await receivedInForce(self, context)).some(fullmakt => fullmakt.id === id)
  const ended = isEndable && (await services.representation.end(id, by, now))
  return ended ? toFullmakt(ended, osloDay(now)) : null
}
