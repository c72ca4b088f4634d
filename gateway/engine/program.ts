import type { DocumentNode } from 'graphql'
import { buildModel } from './build-model.ts'
import type { Model, Step, Target, Unit } from './model.ts'
import type { Operation } from './operation.ts'
import type { Place } from './place.ts'
import type { QueryPlan } from './plan.ts'
import { compileProjection, type Projection, type ProjectionScope } from './projection.ts'
import { guardOf } from './reader.ts'
import { type RepresenterOf, representersAt } from './representation.ts'
import type { Supergraph } from './supergraph.ts'

/** An operation made ready to run, for given values of its Boolean conditions. */
export type Program = {
  readonly supergraph: Supergraph
  readonly model: Model
  readonly targets: ReadonlyMap<Target, { guard?: (place: Place) => boolean; representers?: () => RepresenterOf }>
  readonly project: Projection
  readonly introspection: DocumentNode | undefined
  /** The fetches that give something the client asked for; the others only feed them. */
  readonly visible: ReadonlySet<Unit>
}

export function compileProgram(operation: Operation, plan: QueryPlan, scope: ProjectionScope): Program {
  const { supergraph, flags, quickAfter } = scope
  const model = buildModel(plan, supergraph, flags)
  const targets: [Target, { guard?: (place: Place) => boolean; representers?: () => RepresenterOf }][] = []
  for (const unit of model.step ? unitsOf(model.step) : []) {
    for (const target of unit.targets) {
      const guard = guardOf(target.spot, target.guards, supergraph)
      const representers = unit.entities && representersAt(target.spot, unit, { supergraph, flags, quickAfter })
      targets.push([target, { ...(guard && { guard }), ...(representers && { representers }) }])
    }
  }
  const { project, visible } = compileProjection(operation, model, scope)
  return { supergraph, model, targets: new Map(targets), project, visible, introspection: operation.introspection }
}

const unitsOf = (step: Step): readonly Unit[] => (step.kind === 'Call' ? step.units : step.steps.flatMap(unitsOf))
