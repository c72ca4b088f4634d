import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime'

/*
 * Hive Gateway's runtime: its default stitching, or with PLANNER=rust the planner and executor of its router. Each
 * client's token goes on to the subgraphs, which also keeps it from answering two clients with one call.
 */
const rust = process.env.PLANNER === 'rust' ? await import('@graphql-hive/router-runtime') : undefined

const runtime = createGatewayRuntime({
  supergraph: readFileSync(process.env.SUPERGRAPH, 'utf8'),
  logging: false,
  landingPage: false,
  graphiql: false,
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') ?? '' }),
  },
  ...(rust && { unifiedGraphHandler: rust.unifiedGraphHandler }),
})
createServer(runtime).listen(Number(process.env.PORT), '127.0.0.1')
