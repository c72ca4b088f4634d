import { Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql'
import { sealKin } from '../../../schema/kin.ts'
import type { Context } from '../../kernel/context.ts'
import { isProtected } from '../domain/address-protection.ts'
import type { PersonLoaders } from '../loaders.ts'
import { PersonStub } from '../schema/person.ts'
import type { PersonServices } from '../services.ts'

@Resolver(() => PersonStub)
export class PersonKin {
  @Directive('@inaccessible')
  @FieldResolver(() => ID, {
    nullable: true,
    description:
      'Sealed: what decides for whom the person may act. For the registry that judges it; never for clients.',
  })
  async kin(
    @Root() { grant }: PersonStub,
    @Ctx() context: Context<PersonServices, PersonLoaders>,
  ): Promise<string | undefined> {
    const { loaders, caller, services } = context
    const { identifiers, subject } = await context.open(grant, 'identity')
    const person = await loaders.people.load(identifiers)
    if (!person) return undefined
    const { name, birthDate, personId } = person
    const kin = { name, birthDate, isProtected: isProtected(person), children: await loaders.kin.load(personId) }
    return sealKin(services.keys.mandateKeys, kin, { caller, subject })
  }
}
