import { PublicError } from '../../schema/errors.ts'
import type { SubgraphName } from '../../schema/registers.ts'
import type { LoaderScope } from './context.ts'

/**
 * Reads from a registry's store within the request's deadline. What the store throws becomes `REGISTRY_UNAVAILABLE`,
 * a deadline that passes `REGISTRY_TIMEOUT`: never an empty answer.
 */
export async function readRegistry<Answer>(
  { source, signal, deadline }: Pick<LoaderScope, 'source' | 'signal' | 'deadline'>,
  register: SubgraphName,
  read: () => Promise<{ readonly rows: Answer; readonly isEmpty: boolean; readonly updatedAt: Date | undefined }>,
): Promise<Answer> {
  const details = { register }
  if (signal.aborted) throw new PublicError('REGISTRY_TIMEOUT', { details, cause: signal.reason })
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const giveUp = () => reject(new PublicError('REGISTRY_TIMEOUT', { details, cause: signal.reason }))
  const timer = setTimeout(giveUp, deadline - Date.now())
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    const answer = await Promise.race([read(), tooLate])
    source.asked = true
    source.found ||= !answer.isEmpty
    source.updatedAt = earlier(source.updatedAt, answer.updatedAt)
    return answer.rows
  } catch (cause) {
    if (cause instanceof PublicError) throw cause
    throw new PublicError('REGISTRY_UNAVAILABLE', { details, cause })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', giveUp)
  }
}

/** A request that reads more than once is as fresh as the oldest of what it read. */
function earlier(one: Date | undefined, other: Date | undefined): Date | undefined {
  if (!one || !other) return one ?? other
  return one < other ? one : other
}
