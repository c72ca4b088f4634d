import { forwardOperation } from '../../clients/web/server/forward-operation.ts'
import type { Visit } from './visit.ts'

const largestQueryBytes = 100_000

/**
 * `/start/graphql`: the graph, asked anything, with the session's token, for GraphiQL and scripts on our own pages. The
 * citizens' own pages ask by document id only, at an address of their own.
 */
export async function askWithSession(
  { request, response, language, token }: Visit,
  { graphUrl, origin }: { graphUrl: string; origin: string },
): Promise<void> {
  await forwardOperation(request, response, {
    token,
    language,
    graphUrl,
    origin,
    largestBytes: largestQueryBytes,
    toOperation: body => body,
  })
}
