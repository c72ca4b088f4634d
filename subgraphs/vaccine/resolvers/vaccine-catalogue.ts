import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import { sysvakVaccines, sysvakVaccinesOn } from '../../../schema/code-lists/sysvak.ts'
import { type LocalDate, LocalDateScalar } from '../../../schema/scalars/local-date.ts'
import { inLanguage } from '../../../schema/scalars/locale.ts'
import type { Context } from '../../kernel/context.ts'
import { Vaccine } from '../schema/vaccine.ts'

@Resolver(() => Vaccine)
export class VaccineCatalogue {
  @Query(() => [Vaccine], {
    description: 'The vaccines SYSVAK has codes for: those in use in Norway on a day, or all.',
  })
  vaccines(
    @Arg('on', () => LocalDateScalar, { nullable: true, description: 'The day; all vaccines when left out.' })
    on: LocalDate | null,
  ): readonly Vaccine[] {
    return on ? sysvakVaccinesOn(on) : sysvakVaccines
  }

  @FieldResolver(() => String, { description: 'What it protects against, in the reader’s language.' })
  targetDisease(@Root() { targetDisease }: Vaccine, @Ctx() { locale }: Context): string {
    return inLanguage(targetDisease, locale).text
  }
}
