import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway'
import { ApolloServer, HeaderMap } from '@apollo/server'

/*
 * @apollo/gateway in @apollo/server 5, on plain node:http, which is cheaper than its Express middleware. Each client's
 * token goes on to the subgraphs.
 */
class Forwarding extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    if (context.authorization) request.http?.headers.set('authorization', context.authorization)
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(process.env.SUPERGRAPH, 'utf8'),
  buildService: ({ url }) => new Forwarding({ url }),
})
const server = new ApolloServer({
  gateway,
  apollo: {},
  introspection: false,
  includeStacktraceInErrorResponses: false,
  persistedQueries: false,
  stopOnTerminationSignals: false,
  logger: { debug() {}, info() {}, warn() {}, error: console.error },
})
await server.start()

createServer((request, response) => {
  const parts = []
  request.on('data', part => parts.push(part))
  request.on('end', async () => {
    const headers = new HeaderMap()
    for (const [name, value] of Object.entries(request.headers)) if (value) headers.set(name, String(value))
    const reply = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers,
        search: '',
        body: JSON.parse(Buffer.concat(parts).toString('utf8')),
      },
      context: async () => ({ authorization: request.headers.authorization }),
    })
    response.writeHead(reply.status ?? 200, {
      ...Object.fromEntries(reply.headers),
      'content-length': Buffer.byteLength(reply.body.string),
    })
    response.end(reply.body.string)
  })
}).listen(Number(process.env.PORT), '127.0.0.1')
