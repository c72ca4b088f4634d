import { RememberedAnswers } from '../wire/remembered-answers.ts'
import { readyAnswer, serveThin } from '../wire/thin-server.ts'
import { registerGraphs } from './registers.ts'

/** How the register `test` is doing; the other two are always well. */
export type Health = 'well' | 'hangs' | 'answers 500'

const answers = new RememberedAnswers(registerGraphs())
const failed = readyAnswer(500, '{"errors":[{"message":"out of order"}]}')
let health: Health = 'well'

process.on('message', async (message: 'start' | Health) => {
  if (message !== 'start') {
    health = message
    process.send?.({ health })
    return
  }
  const { url } = await serveThin((path, body) => {
    const name = path.slice(1)
    if (name !== 'test' || health === 'well') return answers.of(name, body)
    // Whoever asks while it hangs never gets an answer, not even when it is well again.
    return health === 'hangs' ? undefined : failed
  })
  process.send?.({ url })
})
process.on('disconnect', () => process.exit(0))
