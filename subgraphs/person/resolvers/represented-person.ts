import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Context } from '../../kernel/context.ts'
import type { PersonLoaders } from '../loaders.ts'
import { PatientAccessStub, PersonStub, RepresentationStub } from '../schema/person.ts'
import type { PersonServices } from '../services.ts'
import { mandatedPerson } from './mandated-person.ts'

@Resolver(() => RepresentationStub)
export class RepresentedPerson {
  @FieldResolver(() => PersonStub, {
    nullable: true,
    description: 'The person who is represented; empty where that person cannot be represented now.',
  })
  person(
    @Root() { mandate }: RepresentationStub,
    @Ctx() context: Context<PersonServices, PersonLoaders>,
  ): Promise<PersonStub | null> {
    return mandatedPerson(mandate, context)
  }
}

@Resolver(() => PatientAccessStub)
export class PatientPerson {
  @FieldResolver(() => PersonStub, { nullable: true, description: 'The patient; empty where nobody has the number.' })
  person(
    @Root() { mandate }: PatientAccessStub,
    @Ctx() context: Context<PersonServices, PersonLoaders>,
  ): Promise<PersonStub | null> {
    return mandatedPerson(mandate, context)
  }
}
