import { Directive, Field, ID, ObjectType } from 'type-graphql'

/** A list of the entry registry's, of which this registry sees who may be on it. */
@ObjectType('TravellerList', { description: 'Travellers of a list, in its order.' })
@Directive('@key(fields: "cohort")')
export class TravellerListStub {
  @Field(() => ID, { description: 'Who may be on the list, sealed. Opened by registries, never by clients.' })
  @Directive('@inaccessible')
  cohort!: string
}

/** The entry registry says that the caller may see a traveller of a list; who that is, is told here. */
@ObjectType('Traveller', { description: 'A traveller on a list.' })
@Directive('@key(fields: "mandate")')
export class TravellerStub {
  @Field(() => ID, { description: 'What the person’s registry makes a grant of. Never seen by clients.' })
  @Directive('@inaccessible')
  mandate!: string
}
