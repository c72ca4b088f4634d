import { Field, Int, ObjectType } from 'type-graphql'
import { type LocalDate, LocalDateScalar } from '../../../schema/scalars/local-date.ts'
import type { LocalText } from '../../../schema/scalars/locale.ts'

@ObjectType({
  description: 'A vaccine in the list of SYSVAK codes. One that is no longer given stays, for the doses given with it.',
  simpleResolvers: true,
})
export class Vaccine {
  @Field(() => String, { description: 'SYSVAK code, for example BNT03.' })
  code!: string

  @Field(() => String, { description: 'The name it is sold under.' })
  name!: string

  @Field(() => String, { description: 'ATC code of the active substance, for example J07BX03.' })
  atcCode!: string

  /** Text; the field resolver picks the language. */
  targetDisease!: LocalText

  @Field(() => String, { nullable: true, description: 'EU code of the product, where certificates can state it.' })
  euProduct!: string | null

  @Field(() => String, { nullable: true, description: 'EU code of the marketing authorisation holder.' })
  euManufacturer!: string | null

  @Field(() => String, { nullable: true, description: 'EU code of the kind of vaccine.' })
  euProphylaxis!: string | null

  @Field(() => Int, {
    nullable: true,
    description: 'Doses in the first series. Unknown for vaccines other than against COVID-19.',
  })
  dosesInSeries!: number | null

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'First day it was offered or accepted in Norway; empty when not known.',
  })
  validFrom!: LocalDate | null

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'Last day it was offered or accepted in Norway; empty while it is.',
  })
  validTo!: LocalDate | null
}
