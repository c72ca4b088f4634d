import { readFileSync } from 'node:fs'
import mercuriusGateway from '@mercuriusjs/gateway'
import Fastify from 'fastify'

/*
 * Mercurius' gateway with its compiler on. It knows federation 1 only, and composes the subgraphs itself: SERVICES is
 * the path of a list of their names, addresses and SDL. Each client's token goes on to the subgraphs.
 */
const services = JSON.parse(readFileSync(process.env.SERVICES, 'utf8'))
const app = Fastify()
app.register(mercuriusGateway, {
  jit: 1,
  gateway: {
    services: services.map(service => ({
      ...service,
      connections: 64,
      rewriteHeaders: headers => ({ authorization: headers.authorization }),
    })),
  },
})
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
