import { isSubgraphName, registers } from '../../schema/registers.ts'
import { inLanguage, type Locale } from '../../schema/scalars/locale.ts'
import type { FetchReport } from '../engine/index.ts'

export type SourceStatus = 'OK' | 'EMPTY' | 'UNAVAILABLE' | 'TIMEOUT' | 'ERROR' | 'REFUSED'

export type Source = {
  readonly register: string
  readonly name: string
  readonly owner: string
  readonly status: SourceStatus
  /** When the register's copy was last brought up to date; null when it did not say. */
  readonly updatedAt: string | null
}

const statusOfCode: Readonly<Record<string, SourceStatus>> = {
  REGISTRY_TIMEOUT: 'TIMEOUT',
  REGISTRY_UNAVAILABLE: 'UNAVAILABLE',
  FORBIDDEN: 'REFUSED',
}

/** From best to worst: where a register was asked more than once, the worst answer is told. */
const severity: readonly SourceStatus[] = ['EMPTY', 'OK', 'REFUSED', 'ERROR', 'TIMEOUT', 'UNAVAILABLE']

/** Every register that was asked and how it answered (requirements N1.1): no gap can pass for «nothing found». */
export function toSources(fetches: readonly FetchReport[], locale: Locale): readonly Source[] {
  const bySubgraph = new Map<string, Source>()
  for (const fetch of fetches) {
    const source = toSource(fetch, locale)
    const known = bySubgraph.get(fetch.subgraph)
    if (!known || severity.indexOf(source.status) > severity.indexOf(known.status))
      bySubgraph.set(fetch.subgraph, source)
  }
  return [...bySubgraph.values()]
}

function toSource({ subgraph, outcome, code, extensions }: FetchReport, locale: Locale): Source {
  const reported = extensions?.source as { status?: unknown; updatedAt?: unknown } | undefined
  const register = isSubgraphName(subgraph) ? registers[subgraph] : undefined
  return {
    register: subgraph,
    name: register ? inLanguage(register.name, locale).text : subgraph,
    owner: register?.owner ?? subgraph,
    status: statusOf(outcome, code, reported?.status),
    updatedAt: typeof reported?.updatedAt === 'string' ? reported.updatedAt : null,
  }
}

/** What a register says of itself comes first: errors beside it may be about another register. */
function statusOf(outcome: FetchReport['outcome'], code: string | undefined, reported: unknown): SourceStatus {
  if (reported === 'OK' || reported === 'EMPTY') return reported
  return outcome === 'ok' ? 'OK' : (statusOfCode[code ?? ''] ?? 'ERROR')
}
