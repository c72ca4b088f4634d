import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Context } from '../../kernel/context.ts'
import type { RecoveryLoaders } from '../loaders.ts'
import { PersonStub } from '../schema/person.ts'
import { Recovery } from '../schema/recovery.ts'

@Resolver(() => PersonStub)
export class PersonRecoveries {
  @FieldResolver(() => [Recovery], {
    nullable: true,
    description: 'Every confirmed case of COVID-19 in MSIS, the newest first. Empty when there is none.',
  })
  async recoveries(
    @Root() person: PersonStub,
    @Ctx() context: Context<unknown, RecoveryLoaders>,
  ): Promise<readonly Recovery[]> {
    const { identifiers } = await context.open(person.grant, 'recoveries')
    return context.loaders.cases.load(identifiers)
  }
}
