import { readdirSync } from 'node:fs'
import { federate } from './kit.ts'
import type { Trap } from './traps/trap.ts'

/*
 * A process of its own, which may not make code (`--disallow-code-generation-from-strings`): answers every trap's queries,
 * and says what it answered. Run by traps.test.ts.
 */
export type Told = { readonly trap: string; readonly query: string; readonly data: string }

if (process.send) {
  const told: Told[] = []
  const folders = readdirSync(new URL('./traps', import.meta.url), { withFileTypes: true })
  for (const { name } of folders.filter(entry => entry.isDirectory())) {
    const { trap } = (await import(`./traps/${name}/trap.ts`)) as { trap: Trap }
    if (trap.recompose) continue
    for (const { query, variables = {}, operationName, labels = [], draw = 99 } of trap.asked) {
      const federation = federate(trap.subgraphs, { overrideLabels: labels, random: () => draw / 100 })
      const answer = await federation.ask(query, { variables, ...(operationName !== undefined && { operationName }) })
      told.push({ trap: name, query, data: JSON.stringify(answer.data) })
    }
  }
  let mayMakeCode = true
  try {
    new Function('return 1')
  } catch {
    mayMakeCode = false
  }
  process.send({ mayMakeCode, told })
  process.disconnect()
}
