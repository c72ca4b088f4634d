import { afterAll, beforeEach, describe } from 'vitest'
import { createFallbackPlanner } from '../../gateway/engine/fallback-planner/index.ts'
import { planning } from './kit.ts'

/** Every trap again, with the plans of the fallback. What it cannot do, by name. */
const cannot: Readonly<Record<string, string>> = {}

/** All that ask the kit for an engine. */
const files = [
  'abstract-types',
  'conditions',
  'dangerous-names',
  'denied-fields',
  'entity-in-many-places',
  'entity-join',
  'introspection',
  'keys',
  'misfit-answers',
  'mutations',
  'null-propagation',
  'requires',
  'shared-values',
  'subscriptions',
  'differential/differential',
]

planning.by = createFallbackPlanner
afterAll(() => {
  planning.by = undefined
})

beforeEach(({ task, skip }) => {
  const reason = cannot[task.name]
  if (reason !== undefined) skip(reason)
})

describe('with the fallback planner', async () => {
  // A query makes it a module of its own: the same worker may have run the file already, and would not run it again.
  for (const file of files) await import(/* @vite-ignore */ `./${file}.test.ts?with=fallback`)
})
