import { Directive, Field, ID, ObjectType } from 'type-graphql'

/** A person by a grant that somebody brings, or by the mandate this registry gives for one on its lists. */
@ObjectType('Person', { description: 'A person, as the registries know them.' })
@Directive('@key(fields: "grant")')
@Directive('@key(fields: "mandate", resolvable: false)')
export class PersonStub {
  @Field(() => ID, { description: 'Sealed permission to see this person. Opened by registries, never by clients.' })
  @Directive('@inaccessible')
  grant!: string

  @Field(() => ID, {
    nullable: true,
    description: 'What a registry that may judge a basis says of a caller and a person; made into a grant by person.',
  })
  @Directive('@inaccessible')
  mandate?: string
}
