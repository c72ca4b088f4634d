import { RememberedAnswers } from '../wire/remembered-answers.ts'
import { serveThin } from '../wire/thin-server.ts'
import { shopGraphs, wholeShop } from './shop.ts'

/*
 * All four subgraphs of the shop, and the whole shop at `/whole`, in one process. Says its address when it is up, and how
 * much it was asked when it is asked.
 */
export type SubgraphsStarted = { readonly url: string }
export type SubgraphsAsked = { readonly count: number; readonly executed: number }

const answers = new RememberedAnswers({ ...shopGraphs(), whole: wholeShop() })

process.on('message', async (message: 'start' | 'asked') => {
  if (message === 'asked') {
    process.send?.({ count: answers.count, executed: answers.executed } satisfies SubgraphsAsked)
    return
  }
  const { url } = await serveThin((path, body) => answers.of(path.slice(1), body))
  process.send?.({ url } satisfies SubgraphsStarted)
})
process.on('disconnect', () => process.exit(0))
