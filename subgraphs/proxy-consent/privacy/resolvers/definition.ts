import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql'
import { osloDay } from '../../../../schema/scalars/local-date.ts'
import { inLanguage } from '../../../../schema/scalars/locale.ts'
import type { Definition } from '../catalogue/definition.ts'
import { isSelectable } from '../domain/selectable.ts'
import { PrivacyDefinition, PrivacyParty, SettingGroup } from '../schema/definition.ts'
import type { PrivacyContext } from '../services.ts'

@Resolver(() => PrivacyDefinition)
export class DefinitionFields {
  @Query(() => [PrivacyDefinition], {
    description: 'Every consent, reservation and restriction there is, whether anybody has set it or not.',
  })
  privacyDefinitions(
    @Arg('group', () => SettingGroup, { nullable: true, description: 'Those of one group alone.' })
    group: Definition['group'] | null,
    @Ctx() { services: { privacy } }: PrivacyContext,
  ): readonly Definition[] {
    return privacy.catalogue.definitions.filter(definition => !group || definition.group === group)
  }

  @FieldResolver(() => ID, { description: 'Its number in PVK, the same for as long as it exists.' })
  id(@Root() { guid }: PrivacyDefinition): string {
    return guid
  }

  @FieldResolver(() => PrivacyParty, { description: 'Who answers for it.' })
  owner(@Root() { party }: PrivacyDefinition): PrivacyParty {
    return party
  }

  @FieldResolver(() => String, { description: 'Its name, in the reader’s language.' })
  name(@Root() { name }: PrivacyDefinition, @Ctx() { locale }: PrivacyContext): string {
    return inLanguage(name, locale).text
  }

  @FieldResolver(() => String, { description: 'What follows from it, in the reader’s language.' })
  description(@Root() { description }: PrivacyDefinition, @Ctx() { locale }: PrivacyContext): string {
    return inLanguage(description, locale).text
  }

  @FieldResolver(() => Boolean, { description: 'Whether it can be set today.' })
  isSelectable(@Root() definition: PrivacyDefinition, @Ctx() { now }: PrivacyContext): boolean {
    return isSelectable(definition as Definition, osloDay(now))
  }
}
