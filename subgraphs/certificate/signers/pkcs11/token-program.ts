import { type FromToken, TokenFailure, type ToToken } from './messages.ts'
import { isOfAKey, openToken, type Token } from './token.ts'

/*
 * The program of a token's own process: opens the token it is told, signs digests, and ends at the first sign that
 * the token cannot be trusted any more. A native library that crashes takes nobody else with it.
 */
let token: Token | undefined

function tell(message: FromToken, then?: () => void): void {
  process.send?.(message, () => then?.())
}

const end = () => process.exit(1)
const failureOf = (error: unknown) => (error instanceof TokenFailure ? error : new TokenFailure('TOKEN_FAULT'))

process.on('message', (message: ToToken) => {
  if (message.type === 'open') {
    try {
      token = openToken(message)
      tell({ type: 'opened' })
    } catch (error) {
      const { fault, message: detail } = failureOf(error)
      tell({ type: 'refused', fault, detail }, end)
    }
    return
  }
  const { id } = message
  token?.sign(message).then(
    signature => tell({ type: 'signed', id, signature }),
    error => {
      const failure = failureOf(error)
      tell({ type: 'failed', id, fault: failure.fault, detail: failure.message }, isOfAKey(failure) ? undefined : end)
    },
  )
})
process.on('disconnect', () => process.exit(0))
// A terminal's Ctrl-C reaches the whole group; whoever started this process says when it ends.
process.on('SIGINT', () => {})
