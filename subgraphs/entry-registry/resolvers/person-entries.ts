import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Context } from '../../kernel/context.ts'
import { ownView } from '../domain/view.ts'
import type { EntryLoaders } from '../loaders.ts'
import { Entry } from '../schema/entry.ts'
import { PersonStub } from '../schema/person.ts'
import { toEntry } from './to-entry.ts'

@Resolver(() => PersonStub)
export class PersonEntries {
  @FieldResolver(() => [Entry], {
    nullable: true,
    description: 'Registrations of crossing the border, the newest first, for as long as the registers may keep them.',
  })
  async entries(@Root() person: PersonStub, @Ctx() context: Context<unknown, EntryLoaders>): Promise<Entry[]> {
    const { identifiers } = await context.open(person.grant, 'entries')
    const entries = await context.loaders.entries.load(identifiers)
    // A grant for this area is only ever the traveller's own: lists give entries without one.
    return entries.map(entry => toEntry(entry, ownView))
  }
}
