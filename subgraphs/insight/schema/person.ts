import { Directive, Field, ID, ObjectType } from 'type-graphql'

/** What this registry knows of a person before it has opened the grant: nothing. */
@ObjectType('Person', { description: 'A person, as the registries know them.' })
@Directive('@key(fields: "grant")')
export class PersonStub {
  @Field(() => ID, { description: 'Sealed permission to see this person. Opened by registries, never by clients.' })
  @Directive('@inaccessible')
  grant!: string
}

@ObjectType('AccessLogRepresentative', { description: 'Somebody who represented the person when her data were seen.' })
@Directive('@key(fields: "reference", resolvable: false)')
export class RepresentativeStub {
  @Field(() => ID, { description: 'Sealed, for the reader of the log alone.' })
  @Directive('@inaccessible')
  reference!: string
}
