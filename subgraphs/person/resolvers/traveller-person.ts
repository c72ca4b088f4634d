import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Context } from '../../kernel/context.ts'
import type { PersonLoaders } from '../loaders.ts'
import { PersonStub } from '../schema/person.ts'
import { TravellerStub } from '../schema/traveller-list.ts'
import type { PersonServices } from '../services.ts'
import { mandatedPerson } from './mandated-person.ts'

@Resolver(() => TravellerStub)
export class TravellerPerson {
  @FieldResolver(() => PersonStub, {
    nullable: true,
    description: 'The person, for what law opens to whoever asks: the name, and results for those who may see them.',
  })
  person(
    @Root() { mandate }: TravellerStub,
    @Ctx() context: Context<PersonServices, PersonLoaders>,
  ): Promise<PersonStub | null> {
    return mandatedPerson(mandate, context)
  }
}
