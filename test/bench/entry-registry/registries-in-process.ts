import { readFile } from 'node:fs/promises'
import { parse, validate } from 'graphql'
import { createEngine } from '../../../gateway/engine/index.ts'
import { inProject } from '../../../local/schema-files.ts'
import { passingSecrets, publicHalf } from '../../../local/secrets.ts'
import {
  accessHeaders,
  type Caller,
  createAccessTokenSigner,
  createAccessTokenVerifier,
} from '../../../schema/access.ts'
import { entryRegistrySubgraph } from '../../../subgraphs/entry-registry/subgraph.ts'
import { createAccessLog } from '../../../subgraphs/kernel/access-log.ts'
import type { Database } from '../../../subgraphs/kernel/database.ts'
import { runSubgraph, type Subgraph } from '../../../subgraphs/kernel/run-subgraph.ts'
import { personSubgraph } from '../../../subgraphs/person/subgraph.ts'
import { testSubgraph } from '../../../subgraphs/test/subgraph.ts'

const doctor: Caller = {
  kind: 'health-personnel',
  id: 'pseudonym-of-the-doctor',
  client: 'tracing-tool',
  organisation: { number: '310000001' },
  hprNumber: '7654321',
}

/** The registries that make a list, with the access log they write, and the gateway's engine between them. */
export async function openRegistries(database: Database): Promise<{ ask(query: string): Promise<string> }> {
  const { accessTokenKey, grantKeys, mandateKeys, cohortKeys, identityKeys, pseudonymKey } = await passingSecrets()
  const sign = await createAccessTokenSigner(accessTokenKey)
  const common = {
    database,
    accessLog: await createAccessLog(database),
    verify: await createAccessTokenVerifier([publicHalf(accessTokenKey)]),
    grantKeys,
    clock: () => new Date(),
    reportBug: (report: object) => console.error(report),
  }
  const registries: Readonly<Record<string, Subgraph>> = {
    person: await runSubgraph(personSubgraph, {
      ...common,
      needs: { identityKeys, grantKeys, mandateKeys, cohortKeys, pseudonymKey },
    }),
    test: await runSubgraph(testSubgraph, { ...common, needs: { cohortKeys } }),
    'entry-registry': await runSubgraph(entryRegistrySubgraph, {
      ...common,
      needs: { mandateKeys, cohortKeys, pseudonymKey },
    }),
  }
  const headers = {
    [accessHeaders.authorization]: `Bearer ${await sign(doctor, new Date(Date.now() + 60_000))}`,
    [accessHeaders.correlationId]: 'bench',
    [accessHeaders.deadline]: '30000',
  }
  const engine = createEngine<undefined>({
    supergraph: await readFile(inProject('schema/supergraph.graphql'), 'utf8'),
    send(call, _, signal) {
      const registry = registries[call.subgraph]
      if (!registry) throw new Error(`${call.subgraph} has no part in a list`)
      return registry.execute({ ...call, variables: call.variables(), headers, signal })
    },
  })
  return {
    async ask(query) {
      const document = parse(query)
      const [invalid] = validate(engine.schema, document)
      if (invalid) throw invalid
      const { signal } = new AbortController()
      const { data, errors } = await engine.execute({ document, key: query, variables: {}, context: undefined, signal })
      if (errors) throw new Error(errors[0]?.message)
      return JSON.stringify({ data })
    },
  }
}
