import { type Fault, faultOf } from './fault.ts'
import type { EngineOperation, Send, SubgraphCall } from './index.ts'
import type { Call, Step, Target, Unit } from './model.ts'
import { isObject, type Raw } from './place.ts'
import { clientVariable } from './planned-keys.ts'
import type { Program } from './program.ts'
import type { Run } from './run.ts'
import { fail, takeAnswer } from './take-answer.ts'
import { type Telling, ToldEntities } from './told-entities.ts'

type Sending<C> = { readonly run: Run; readonly program: Program; readonly send: Send<C> } & Pick<
  EngineOperation<C>,
  'context' | 'signal'
>

/** Sends the fetches of a step, in its order, and hangs what comes into the run. Never throws: faults are data here. */
export function runStep<C>(step: Step, sending: Sending<C>): Promise<unknown> {
  if (step.kind === 'Call') return runCall(step, sending)
  if (step.kind === 'Parallel') return Promise.all(step.steps.map(inner => runStep(inner, sending)))
  return runInTurn(step.steps, sending)
}

async function runInTurn<C>(steps: readonly Step[], sending: Sending<C>): Promise<void> {
  for (const step of steps) await runStep(step, sending)
}

async function runCall<C>(call: Call, { run, program, send, context, signal }: Sending<C>): Promise<void> {
  const asked = call.units.map(unit => askedBy(unit, run, program))
  if (asked.every(({ groups }) => groups.length === 0)) return
  const started = performance.now()
  const report = (faults: readonly Fault[], extensions: Raw | undefined) => {
    const code = faults[0]?.extensions?.code
    run.fetches.push({
      subgraph: call.subgraph,
      outcome: faults.length > 0 ? 'failed' : 'ok',
      ...(typeof code === 'string' && { code }),
      ...(extensions && { extensions }),
      ms: performance.now() - started,
    })
  }
  try {
    // What is promised of an answer is not yet proven.
    const answer: unknown = await send(toSend(call, asked, run.variables), context, signal)
    const given = isObject(answer) ? answer : {}
    const { extensions } = given
    report(takeAnswer(call, asked, given, run, program), isObject(extensions) ? extensions : undefined)
  } catch (error) {
    const fault = faultOf(error)
    run.isTroubled = true
    for (const { groups } of asked) fail(groups, [{ fault, tail: [] }])
    report([fault], undefined)
  }
}

/** Its variables are text from the start: so a subgraph over the network gets them, and most are asked there. */
function toSend(call: Call, asked: readonly Asked[], given: Run['variables']): SubgraphCall {
  const { subgraph, query, operationName, operationKind: kind, bodyOpening } = call
  const text = variablesText(call, asked, given)
  return {
    subgraph,
    query,
    operationName,
    kind,
    body: `${bodyOpening}${text}}`,
    // No getter: an object with one of its own keeps all it sees in memory until the next full collection.
    variables: () => JSON.parse(text),
  }
}

/** What opens the source of a subscription's events. */
export function sourceCallOf({ model }: Program, variables: Run['variables']): SubgraphCall {
  const source = model.step && callsOf(model.step).find(({ operationKind }) => operationKind === 'subscription')
  if (!source) throw new Error('the plan of a subscription has no source')
  return toSend(source, [], variables)
}

const callsOf = (step: Step): readonly Call[] => (step.kind === 'Call' ? [step] : step.steps.flatMap(callsOf))

/** Whom a unit asks for: each distinct representation once, as JSON. */
export type Asked = { readonly groups: readonly AskedPlaces[]; readonly told: ToldEntities }

/** The places at one of a unit's spots, and of each the number of its representation. */
export type AskedPlaces = { readonly target: Target } & Telling

function askedBy(unit: Unit, run: Run, program: Program): Asked {
  const told = new ToldEntities()
  const groups = unit.targets.map(target => {
    const all = run.places[target.spot.id] ?? []
    const { guard, representers } = program.targets.get(target) ?? {}
    const guarded = guard ? all.filter(guard) : all
    if (!representers) return { target, places: guarded, indexes: guarded.map(() => 0) }
    return { target, ...told.tell(guarded, representers(), unit.targets.length === 1 ? run.told : undefined) }
  })
  return { groups: groups.filter(({ places }) => places.length > 0), told }
}

/** The client's variables that the fetch uses, and all its lists of representations, the empty ones too. */
function variablesText(call: Call, asked: readonly Asked[], given: Run['variables']): string {
  const parts: string[] = []
  for (const name of call.variables) {
    const own = clientVariable(name)
    const value = Object.hasOwn(given, own) ? JSON.stringify(given[own]) : undefined
    if (value !== undefined) parts.push(`${JSON.stringify(name)}:${value}`)
  }
  for (const [index, { entities }] of call.units.entries())
    if (entities) parts.push(`"${entities.variable}":${asked[index]?.told.list ?? '[]'}`)
  return `{${parts.join()}}`
}
