import { median, type Report, rounded } from '../report.ts'
import { type QueryName, queryNames } from './queries.ts'

/** One contender and one query in one round. */
export type Measured = {
  /** Right answers. */
  readonly perSecond: number
  /** The share of answers that were not the proven one. */
  readonly wrong: number
  /** CPU time of the contender's processes for one request. */
  readonly cpuMicros: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** At the end of the round. */
  readonly rssMb: number
  /** Requests to subgraphs for one request: fewer than its plan has are a sign of calls shared between clients. */
  readonly fetches: number
}

/** Every contender's rounds, in order: the same index means the same round. */
export type Results = readonly {
  readonly key: string
  readonly label: string
  readonly byQuery: Readonly<Record<QueryName, readonly Measured[]>>
}[]

export function reportOf(results: Results): Report {
  const rows = queryNames.flatMap(query =>
    results.map(({ label, byQuery }) => {
      const of = (pick: (one: Measured) => number) => rounded(median(byQuery[query].map(pick)))
      return {
        query,
        contender: label,
        'requests/s': of(one => one.perSecond),
        'CPU µs/request': of(one => one.cpuMicros),
        'p50 ms': of(one => one.p50Ms),
        'p99 ms': of(one => one.p99Ms),
        'memory MB': of(one => one.rssMb),
        'fetches/request': of(one => one.fetches),
        'wrong %': of(one => one.wrong * 100),
      }
    }),
  )
  return { name: 'gateway', rows, ratios: ratiosOf(results) }
}

const perSecond = (one: Measured) => one.perSecond
const cpuMicros = (one: Measured) => one.cpuMicros

/** A ratio for each pair that was there, and the most memory that ours took. */
function ratiosOf(results: Results): Record<string, number> {
  const ratios = {
    'large.rpsOverApollo': over(results, 'large', 'apollo', perSecond),
    'large.rpsOverGrafbase': over(results, 'large', 'grafbase', perSecond),
    'large.cpuOverJoin': over(results, 'large', 'join', cpuMicros),
    'list.rpsOverApollo': over(results, 'list', 'apollo', perSecond),
    'list.rpsOverGrafbase': over(results, 'list', 'grafbase', perSecond),
    'medium.rpsOverApollo': over(results, 'medium', 'apollo', perSecond),
    'small.rpsOverApollo': over(results, 'small', 'apollo', perSecond),
    rssMb: mostMemory(results),
  }
  return Object.fromEntries(Object.entries(ratios).filter((entry): entry is [string, number] => entry[1] !== undefined))
}

const roundsOf = (results: Results, key: string) => results.find(result => result.key === key)?.byQuery

/** Ours over theirs in the same round, then the median of the rounds. */
function over(results: Results, query: QueryName, other: string, pick: (one: Measured) => number): number | undefined {
  const theirs = roundsOf(results, other)?.[query]
  const ours = roundsOf(results, 'ours')?.[query]
  if (!theirs || !ours) return undefined
  return rounded(median(ours.map((one, round) => pick(one) / pick(theirs[round] as Measured))))
}

function mostMemory(results: Results): number | undefined {
  const ours = roundsOf(results, 'ours')
  return ours && rounded(Math.max(...queryNames.flatMap(query => ours[query].map(({ rssMb }) => rssMb))))
}
