import { beforeEach, describe } from 'vitest'
import { createFallbackPlanner } from '../../gateway/engine/fallback-planner/index.ts'
import { planning } from './kit.ts'

/** Every trap again, with the plans of the fallback. What it cannot do, by name. */
const cannot: Readonly<Record<string, string>> = {}

planning.by = createFallbackPlanner

beforeEach(({ task, skip }) => {
  const reason = cannot[task.name]
  if (reason !== undefined) skip(reason)
})

describe('with the fallback planner', async () => {
  await import('./abstract-types.test.ts')
  await import('./conditions.test.ts')
  await import('./dangerous-names.test.ts')
  await import('./entity-in-many-places.test.ts')
  await import('./entity-join.test.ts')
  await import('./introspection.test.ts')
  await import('./keys.test.ts')
  await import('./misfit-answers.test.ts')
  await import('./mutations.test.ts')
  await import('./null-propagation.test.ts')
  await import('./requires.test.ts')
  await import('./shared-values.test.ts')
  await import('./subscriptions.test.ts')
  await import('./differential/differential.test.ts')
})
