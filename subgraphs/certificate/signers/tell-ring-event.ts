import type { Logger } from 'pino'
import type { RingEvent } from './key-ring.ts'

const texts: Readonly<Record<RingEvent['event'], string>> = {
  'ring-loaded': 'the signing keys are loaded',
  'ring-not-loaded': 'the signing keys could not be read again; those before go on',
  'nobody-signs': 'no key signs now: what was signed before is given, and nothing new is signed',
  'kind-ends-soon': 'nobody will sign this kind after this time: add a key',
  'kind-without-key': 'nobody signs this kind now',
  'token-open': 'the token is open',
  'token-down': 'the token does not sign',
}

/** A line in the log for what an operator should see; what wants doing is a warning. */
export function tellRingEvent(log: Pick<Logger, 'info' | 'warn'>, event: RingEvent): void {
  const isFine = event.event === 'token-open' || (event.event === 'ring-loaded' && event.unusable.length === 0)
  log[isFine ? 'info' : 'warn'](event, texts[event.event])
}
