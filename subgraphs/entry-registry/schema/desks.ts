import { ArgsType, Field, Int, ObjectType } from 'type-graphql'
import { InstantScalar } from '../../../schema/scalars/instant.ts'
import type { Order } from '../store/candidates.ts'
import type { EntrySource as StoredSource } from '../store/tables.ts'
import { EntrySource } from './entry-codes.ts'
import { FollowUpPurpose, TravellerOrder } from './list-codes.ts'
import { DemandInput, TravellerFilter, TravellerList } from './traveller-list.ts'

@ArgsType()
export class PageArgs {
  @Field(() => TravellerFilter, { nullable: true, description: 'Which travellers.' })
  filter?: TravellerFilter

  @Field(() => TravellerOrder, { defaultValue: 'NEWEST', description: 'In which order.' })
  orderBy!: Order

  @Field(() => Int, { defaultValue: 20, description: 'How many on a page, 100 at most.' })
  first!: number

  @Field(() => String, { nullable: true, description: 'The cursor to go on from.' })
  after?: string

  @Field(() => InstantScalar, {
    nullable: true,
    description:
      'Only those whose entry or results have come here, or changed here, after it: what a tool needs to stay up to date. The list before says which moment, as `changesUntil`.',
  })
  changedSince?: Date

  @Field(() => [EntrySource], {
    nullable: true,
    description: 'Only these registers. One that may not be used is then an error; otherwise it is left out and told.',
  })
  sources?: StoredSource[]
}

@ArgsType()
export class TravellerArgs extends PageArgs {
  @Field(() => FollowUpPurpose, { description: 'What the list is for. There is none without a purpose.' })
  purpose!: FollowUpPurpose

  @Field(() => DemandInput, { nullable: true, description: 'Where it is demanded in the single case.' })
  demand?: DemandInput
}

/** A municipality that follows up travellers, for who works in it. Its lists are in resolvers/municipality.ts. */
@ObjectType('FollowUpMunicipality', { description: 'A municipality, for those who follow up travellers in it.' })
export class FollowUpMunicipality {
  @Field(() => String, { description: 'Kommunenummer, four digits.' })
  number!: string

  @Field(() => String, {
    nullable: true,
    description: 'Its name; empty when the number is not in the list of kommuner.',
  })
  name!: string | null
}

@ObjectType({ description: 'The national control centre’s lists, for who works in it.' })
export class ControlCentre {
  @Field(() => Boolean, { description: 'Whether results are part of its lists: the third phase.' })
  hasResults!: boolean
}

@ObjectType({ description: 'Arbeidstilsynet’s list: entries, employers and suspected breaches, and no results.' })
export class LabourInspection {
  @Field(() => Boolean, { description: 'Always false: the labour inspection sees no results.' })
  hasResults!: boolean
}

@ObjectType({ description: 'That something has changed on a list, and what.', simpleResolvers: true })
export class TravellersChanged {
  @Field(() => InstantScalar, {
    description:
      'Ask for changes since this next time. It is a minute or more ago, and before anything that is still coming in: what is told twice does no harm.',
  })
  at!: Date

  @Field(() => TravellerList, {
    nullable: true,
    description:
      'Those that have changed, the first hundred. Where there are more, ask `travellers` with `changedSince`.',
  })
  travellers!: TravellerList | null
}
