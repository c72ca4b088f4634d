import { expect, test } from 'vitest'
import { readEnvironment } from '../../../schema/environment.ts'
import type { RingEvent } from '../../../subgraphs/certificate/signers/key-ring.ts'
import { signerVariables, toSignerSource } from '../../../subgraphs/certificate/signers/signer-source.ts'
import { tellRingEvent } from '../../../subgraphs/certificate/signers/tell-ring-event.ts'

const read = (env: NodeJS.ProcessEnv) => toSignerSource(readEnvironment(env, signerVariables(env)))

test('keys are in a ring, or are one key with its certificate', () => {
  expect(read({ SIGNER_RING_FILE: 'ring.json' })).toEqual({ file: 'ring.json' })
  expect(read({ SIGNER_KEY_FILE: 'k', SIGNER_CERTIFICATE_FILE: 'c' })).toEqual({ keyFile: 'k', certificateFile: 'c' })
})

test.each<[string, NodeJS.ProcessEnv, string]>([
  ['neither', {}, 'SIGNER_KEY_FILE, SIGNER_CERTIFICATE_FILE'],
  ['a key without its certificate', { SIGNER_KEY_FILE: 'k' }, 'SIGNER_CERTIFICATE_FILE'],
  ['both', { SIGNER_RING_FILE: 'r', SIGNER_KEY_FILE: 'k' }, 'set one or the other'],
])('%s is refused by name', (_, env, names) => {
  expect(() => read(env)).toThrow(names)
})

test.each<[RingEvent, 'info' | 'warn']>([
  [{ event: 'ring-loaded', keys: ['a'], unusable: [] }, 'info'],
  [{ event: 'ring-loaded', keys: ['a'], unusable: [{ name: 'b', fault: 'KEY_MISSING' }] }, 'warn'],
  [{ event: 'ring-not-loaded', reason: 'ENOENT' }, 'warn'],
  [{ event: 'kind-ends-soon', kind: 'test', endsAt: new Date(0) }, 'warn'],
  [{ event: 'kind-without-key', kind: 'test' }, 'warn'],
  [{ event: 'token-open', token: 'hsm' }, 'info'],
  [{ event: 'token-down', token: 'hsm', fault: 'TOKEN_DOWN' }, 'warn'],
])('the log tells %o as %s', (event, level) => {
  const lines: [string, object][] = []
  tellRingEvent(
    {
      info: (line: object) => void lines.push(['info', line]),
      warn: (line: object) => void lines.push(['warn', line]),
    },
    event,
  )
  expect(lines).toEqual([[level, event]])
})
