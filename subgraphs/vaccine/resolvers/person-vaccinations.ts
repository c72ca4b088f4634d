import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { findSysvakVaccine } from '../../../schema/code-lists/sysvak.ts'
import type { Context } from '../../kernel/context.ts'
import { isForeign, type VaccinationEvent } from '../domain/vaccination-event.ts'
import type { VaccineLoaders } from '../loaders.ts'
import { PersonStub } from '../schema/person.ts'
import { Vaccination } from '../schema/vaccination.ts'

@Resolver(() => PersonStub)
export class PersonVaccinations {
  @FieldResolver(() => [Vaccination], {
    nullable: true,
    description: 'Every dose registered in SYSVAK, the newest first. Empty when there is none.',
  })
  async vaccinations(
    @Root() person: PersonStub,
    @Ctx() context: Context<unknown, VaccineLoaders>,
  ): Promise<Vaccination[]> {
    const { identifiers } = await context.open(person.grant, 'vaccinations')
    return (await context.loaders.vaccinations.load(identifiers)).map(toVaccination)
  }
}

/** A code nobody knows is shown as it stands, never dropped (requirements D8). */
function toVaccination(event: VaccinationEvent): Vaccination {
  const vaccine = findSysvakVaccine(event.code) ?? null
  return { ...event, vaccine, isUnknownCode: vaccine === null, isForeign: isForeign(event) }
}
