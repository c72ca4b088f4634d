import type { Kysely } from 'kysely'
import type { Area, Caller } from '../../../schema/access.ts'
import { osloDay } from '../../../schema/scalars/local-date.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import { type Judgement, judgeUse } from './domain/judge-use.ts'
import type { Setting } from './domain/setting.ts'
import { findSettings, type Identifiers } from './store/settings.ts'
import type { PrivacyTables } from './store/tables.ts'

export type PersonnelAccess = {
  /** What a citizen has decided, under any of her numbers, as it is now: nothing is remembered between two calls. */
  findEffectiveSettings(identifiers: Identifiers): Promise<readonly Setting[]>
  /** Whether these settings let this caller see an area. */
  judge(
    settings: readonly Setting[],
    asked: { readonly area: Area; readonly caller: Pick<Caller, 'organisation' | 'hprNumber'>; readonly now: Date },
  ): Judgement
}

/** What the citizen's settings say of health personnel's access to the graph. */
export function createPersonnelAccess(kysely: Kysely<PrivacyTables>, catalogue: Catalogue): PersonnelAccess {
  return {
    findEffectiveSettings: identifiers => findSettings(kysely, identifiers),
    judge: (settings, { area, caller: { organisation, hprNumber }, now }) =>
      judgeUse(
        {
          kind: 'personnel-access',
          area,
          ...(organisation && { organisation }),
          ...(hprNumber !== undefined && { hprNumber }),
        },
        { definitions: catalogue.definitions, settings, day: osloDay(now) },
      ),
  }
}
