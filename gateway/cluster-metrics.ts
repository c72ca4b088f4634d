import type { Worker } from 'node:cluster'
import { AggregatorRegistry, type MetricObject, Registry } from 'prom-client'

/*
 * The figures of all workers in one. prom-client has the same for `node:cluster`, but forgets a worker with its end: the
 * sums would fall at every restart, and whoever computes a rate from them would see a burst that never was.
 */

type Figures = readonly MetricObject[]
type Question = { readonly kind: 'figures-wanted'; readonly id: number }
type Answer = { readonly kind: 'figures'; readonly id?: number; readonly figures: Figures }

/** A worker that does not answer so soon is left out this time. */
const patienceMs = 1_000

export type GatheredMetrics = { readonly contentType: string; text(): Promise<string> }

/** In the process that has workers. */
export function gatherMetrics(workers: () => readonly Worker[]): GatheredMetrics {
  let ended: Figures = []
  let questions = 0
  const watched = new WeakSet<Worker>()

  function watch(worker: Worker): void {
    if (watched.has(worker)) return
    watched.add(worker)
    worker.on('message', (message: Partial<Answer>) => {
      if (message?.kind === 'figures' && message.id === undefined && message.figures)
        ended = addUp([ended, message.figures.filter(isCount)])
    })
  }

  return {
    contentType: Registry.PROMETHEUS_CONTENT_TYPE,
    async text() {
      const all = workers()
      all.forEach(watch)
      const id = questions++
      const told = await Promise.all(all.map(worker => ask(worker, id)))
      return AggregatorRegistry.aggregate([ended, ...told] as MetricObject[][]).metrics()
    },
  }
}

/** What only grows; a gauge of a worker that has ended says nothing any more. */
const isCount = ({ type }: MetricObject): boolean => String(type) === 'counter' || String(type) === 'histogram'

function addUp(all: readonly Figures[]): Figures {
  return all as never
}

function ask(worker: Worker, id: number): Promise<Figures> {
  return new Promise(resolve => {
    const done = (figures: Figures) => {
      clearTimeout(timer)
      worker.off('message', hear)
      resolve(figures)
    }
    const hear = (message: Partial<Answer>) => {
      if (message?.kind === 'figures' && message.id === id) done(message.figures ?? [])
    }
    const timer = setTimeout(() => done([]), patienceMs)
    worker.on('message', hear)
    if (worker.isConnected()) worker.send({ kind: 'figures-wanted', id } satisfies Question)
    else done([])
  })
}
