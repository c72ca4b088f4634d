import { parseArgs } from 'node:util'
import { createFallbackPlanner } from '../../gateway/engine/fallback-planner/index.ts'
import type { CreatePlanner } from '../../gateway/engine/index.ts'
import { type Difference, differencesIn } from '../federation/differential/compare.ts'
import { progress, type Report, rounded } from './report.ts'

const planners: Readonly<Record<string, CreatePlanner | undefined>> = {
  careful: undefined,
  fallback: createFallbackPlanner,
}

const queriesEach = 100

/**
 * Random queries over random data: the federation must answer as one schema without it. `--queries 20000`, `--seed 1000`
 * is the first seed. Each query that got something else is shown on standard error; the ratio is their share.
 */
export async function benchDifferential(args: readonly string[]): Promise<Report> {
  const options = { queries: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' } } as const
  const { values } = parseArgs({ args: [...args], options })
  const first = Number(values.seed ?? 1_000)
  const seeds = Array.from({ length: Math.ceil(Number(values.queries ?? 20_000) / queriesEach) }, (_, i) => first + i)
  const rows: Report['rows'][number][] = []
  for (const [planner, create] of Object.entries(planners)) {
    const began = performance.now()
    const differences: Difference[] = []
    for (const [index, seed] of seeds.entries()) {
      differences.push(...(await differencesIn(seed, queriesEach, create)))
      if (index % 20 === 19) progress(`${planner}: ${(index + 1) * queriesEach} queries, ${differences.length} differ`)
    }
    for (const difference of differences.slice(0, 10)) progress(JSON.stringify(difference))
    const seconds = rounded((performance.now() - began) / 1_000)
    rows.push({ planner, queries: seeds.length * queriesEach, differ: differences.length, seconds })
  }
  const ratios = Object.fromEntries(
    rows.map(({ planner, differ, queries }) => [`${planner}_differ`, Number(differ) / Number(queries)]),
  )
  return { name: 'differential', rows, ratios }
}
