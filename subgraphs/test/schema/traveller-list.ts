import { Directive, Field, ID, ObjectType } from 'type-graphql'

/** A list of the entry registry's, of which this registry sees who may be on it and which of their numbers belong together. */
@ObjectType('TravellerList', { description: 'Travellers of a list, in its order.' })
@Directive('@key(fields: "cohort")')
export class TravellerListStub {
  @Field(() => ID, { description: 'Who may be on the list, sealed. Opened by registries, never by clients.' })
  @Directive('@inaccessible')
  cohort!: string

  @Field(() => ID, { nullable: true, description: 'Which numbers are one person’s, sealed.' })
  @Directive('@external')
  aliases?: string | null
}
