import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createCarefulPlanner } from '../../gateway/engine/careful-planner.ts'
import { createFallbackPlanner } from '../../gateway/engine/fallback-planner/index.ts'
import { compose, federate } from './kit.ts'
import type { Trap } from './traps/trap.ts'
import type { Told } from './without-made-code.ts'

/*
 * One folder a construct of federation 2: its subgraphs with their data, queries, their answers and how many fetches each
 * takes. With the planner that serves, and with the fallback for everything.
 */
const traps = await Promise.all(
  readdirSync(new URL('./traps', import.meta.url), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(async ({ name }) => [name, ((await import(`./traps/${name}/trap.ts`)) as { trap: Trap }).trap] as const),
)
const planners = { careful: createCarefulPlanner, fallback: createFallbackPlanner }

describe.each(traps)('%s', (_, trap) => {
  const supergraph = trap.recompose?.(compose(trap.subgraphs))
  const cases = Object.entries(planners).flatMap(([name, planner]) =>
    trap.asked.map(asked => [asked.query.replace(/\s+/g, ' ').trim(), name, planner, asked] as const),
  )

  test.each(cases)('%s (%s planner)', async (_query, _name, planner, asked) => {
    const { query, variables = {}, operationName, labels = [], draw = 99, data, errors, fetches } = asked
    const federation = federate(trap.subgraphs, {
      planner,
      overrideLabels: labels,
      random: () => draw / 100,
      ...(supergraph !== undefined && { supergraph }),
    })
    const answer = await federation.ask(query, { variables, ...(operationName !== undefined && { operationName }) })
    expect(answer.errors?.map(({ message, path }) => ({ message, ...(path && { path }) }))).toEqual(errors)
    expect(JSON.stringify(answer.data)).toBe(JSON.stringify(data))
    expect(federation.asked()).toEqual(fetches)
    if (asked.done) expect(trap.done?.splice(0)).toEqual(asked.done)
  })
})

test('a process that may not make code answers the same', async () => {
  const child = fork(new URL('without-made-code.ts', import.meta.url), {
    execArgv: ['--disallow-code-generation-from-strings'],
    env: { NODE_NO_WARNINGS: '1' },
  })
  const [{ mayMakeCode, told }] = (await once(child, 'message')) as [{ mayMakeCode: boolean; told: Told[] }]
  expect(mayMakeCode).toBe(false)
  const expected = traps.flatMap(([trap, { asked, recompose }]) =>
    recompose ? [] : asked.map(({ query, data }) => ({ trap, query, data: JSON.stringify(data) })),
  )
  expect(told).toEqual(expected)
})

test('every folder holds a trap', () => {
  expect(traps.length).toBeGreaterThan(20)
  for (const [, { asked }] of traps) expect(asked.length).toBeGreaterThan(0)
})
