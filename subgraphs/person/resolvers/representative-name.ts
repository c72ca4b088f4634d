import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { openLoggedPerson } from '../../../schema/access.ts'
import type { Context } from '../../kernel/context.ts'
import { isProtected } from '../domain/address-protection.ts'
import { fullName } from '../domain/person-record.ts'
import type { PersonLoaders } from '../loaders.ts'
import { PersonName, RepresentativeStub } from '../schema/person.ts'
import type { PersonServices } from '../services.ts'

@Resolver(() => RepresentativeStub)
export class RepresentativeName {
  @FieldResolver(() => PersonName, {
    nullable: true,
    description: 'Name in Folkeregisteret today. Empty for a person whose address is protected.',
  })
  async name(
    @Root() { reference }: RepresentativeStub,
    @Ctx() { caller, now, loaders, services: { keys } }: Context<PersonServices, PersonLoaders>,
  ): Promise<PersonName | null> {
    const person = await loaders.people.load([openLoggedPerson(keys, reference, { caller, now })])
    return person && !isProtected(person) ? { ...person.name, full: fullName(person.name) } : null
  }
}
