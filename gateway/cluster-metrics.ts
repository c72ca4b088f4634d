import type { Worker } from 'node:cluster'
import { AggregatorRegistry, Registry } from 'prom-client'

/*
 * The figures of all workers in one. prom-client has the same for `node:cluster`, but forgets a worker with its end: the
 * sums would fall at every restart, and whoever computes a rate from them would see a burst that never was.
 */

export type Figures = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

/** What workers and the process above them say to each other about it. */
export type FiguresWanted = { readonly kind: 'figures-wanted'; readonly id: number }
/** Without an id they are a worker's last. */
export type FiguresTold = { readonly kind: 'figures'; readonly id?: number; readonly figures: Figures }

/** A worker that does not answer so soon is taken as it was heard last. */
const patienceMs = 1_000

export class GatheredMetrics {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE
  /** By worker: what it said last. */
  readonly #heard = new Map<Worker, Figures>()
  #ended: Promise<Figures> = Promise.resolve([])
  #questions = 0

  /** To be told of every worker as soon as there is one. */
  add(worker: Worker): void {
    this.#heard.set(worker, [])
    worker.on('message', (message: Partial<FiguresTold> | undefined) => {
      if (message?.kind === 'figures' && message.figures) this.#heard.set(worker, message.figures)
    })
    // Not `exit`: what a worker said last may be read after it has ended.
    worker.once('disconnect', () => {
      const last = this.#heard.get(worker) ?? []
      this.#heard.delete(worker)
      // A gauge of a worker that has ended says nothing any more.
      this.#ended = this.#ended.then(ended => addUp([ended, last.filter(isCount)]))
    })
  }

  async text(): Promise<string> {
    await Promise.all([...this.#heard.keys()].map(worker => ask(worker, this.#questions++)))
    return AggregatorRegistry.aggregate([await this.#ended, ...this.#heard.values()]).metrics()
  }
}

const isCount = ({ type }: Figures[number]): boolean => String(type) === 'counter' || String(type) === 'histogram'

const addUp = (all: Figures[]): Promise<Figures> => AggregatorRegistry.aggregate(all).getMetricsAsJSON()

/** Resolves when the worker has answered, or too late. */
function ask(worker: Worker, id: number): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      worker.off('message', hear)
      resolve()
    }
    const hear = (message: Partial<FiguresTold> | undefined) => {
      if (message?.kind === 'figures' && message.id === id) done()
    }
    const timer = setTimeout(done, patienceMs)
    worker.on('message', hear)
    if (worker.isConnected()) worker.send({ kind: 'figures-wanted', id } satisfies FiguresWanted)
    else done()
  })
}
