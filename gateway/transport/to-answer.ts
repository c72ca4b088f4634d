import { PublicError } from '../../schema/errors.ts'
import type { SubgraphAnswer } from '../engine/index.ts'
import { deepestAnswer, isDeeperThan } from './depth.ts'

/** What came, as an answer: its outer shape is looked at, what is inside is the engine's to judge. @throws PublicError */
export function toAnswer(subgraph: string, answer: unknown): SubgraphAnswer {
  const isAnswer =
    typeof answer === 'object' && answer !== null && !Array.isArray(answer) && ('data' in answer || 'errors' in answer)
  const refuse = (reason: string) =>
    new PublicError('REGISTRY_ANSWER_INVALID', { details: { register: subgraph }, cause: new Error(reason) })
  if (!isAnswer) throw refuse('the answer has neither data nor errors')
  if (isDeeperThan(deepestAnswer, answer)) throw refuse(`the answer is nested deeper than ${deepestAnswer}`)
  return answer as SubgraphAnswer
}
