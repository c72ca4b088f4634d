import { Directive, Field, ID, ObjectType } from 'type-graphql'

/** What this registry knows of a person before it has opened the grant: nothing. */
@ObjectType('Person', { description: 'A person, as the registries know them.' })
@Directive('@key(fields: "grant")')
export class PersonStub {
  @Field(() => ID, { description: 'Sealed permission to see this person. Opened by registries, never by clients.' })
  @Directive('@inaccessible')
  grant!: string
}
