import type { PublicRoutes } from '../subgraphs/kernel/define-subgraph.ts'

/** Serves routes below a prefix as if they stood at the root: `/verifier/x` is their `/x`. */
export function under(prefix: string, routes: PublicRoutes | undefined): PublicRoutes {
  return async (request, response) => {
    const { url = '' } = request
    if (!routes || !url.startsWith(`${prefix}/`)) return false
    request.url = url.slice(prefix.length)
    try {
      return await routes(request, response)
    } finally {
      request.url = url
    }
  }
}
