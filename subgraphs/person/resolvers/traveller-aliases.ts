import { Ctx, Directive, FieldResolver, ID, Resolver, Root } from 'type-graphql'
import { openCohort, sealFinding } from '../../../schema/cohort.ts'
import { toLoggedCaller } from '../../kernel/access-log/entry.ts'
import type { Context } from '../../kernel/context.ts'
import { readRegistry } from '../../kernel/read-registry.ts'
import { TravellerListStub } from '../schema/traveller-list.ts'
import type { PersonServices } from '../services.ts'

@Resolver(() => TravellerListStub)
export class TravellerAliases {
  /**
   * A result on an old number is found under the new one. Nobody is shown here: who is on the page that a person sees is
   * logged for each by the registry that shows it; of the rest, that a list was looked up.
   */
  @FieldResolver(() => ID, { nullable: true, description: 'Which numbers are one person’s, sealed.' })
  @Directive('@inaccessible')
  async aliases(@Root() { cohort }: TravellerListStub, @Ctx() context: Context<PersonServices>): Promise<string> {
    const { caller, now, services, correlationId } = context
    const { store, keys, accessLog } = services
    const { numbers, basis, purpose } = openCohort(keys.cohortKeys, cohort, { caller, now })
    await accessLog.record({
      at: now,
      kind: 'read',
      register: 'person',
      area: 'identity',
      subject: 'cohort',
      caller: toLoggedCaller(caller),
      basis,
      purpose,
      correlationId,
    })
    const parts = await readRegistry(context, 'person', async () => ({
      rows: numbers === '' ? '' : await store.findAliases(numbers),
      isEmpty: numbers === '',
      updatedAt: undefined,
    }))
    return sealFinding(keys.cohortKeys, 'aliases', parts, cohort)
  }
}
