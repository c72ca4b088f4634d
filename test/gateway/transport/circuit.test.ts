import { expect, test } from 'vitest'
import { Circuit, type CircuitState } from '../../../gateway/transport/circuit.ts'

const limits = { windowMs: 4_000, minimum: 10, share: 0.5, openMs: 500 }

function aCircuit() {
  const clock = { now: 1_000 }
  const states: CircuitState[] = []
  const circuit = new Circuit(
    limits,
    () => clock.now,
    state => states.push(state),
  )
  const go = (outcome: 'answered' | 'failed' | 'unknown', times = 1) => {
    for (let index = 0; index < times; index++) {
      const passage = circuit.enter()
      if (passage) circuit.settle(passage, outcome)
    }
  }
  return { circuit, clock, states, go }
}

test('it opens when half of what it saw lately has failed', () => {
  const { circuit, go } = aCircuit()
  go('answered', 10)
  go('failed', 9)
  expect(circuit.enter()).toBe('free')
  go('failed')
  expect(circuit.enter()).toBeUndefined()
})

test.each([
  ['too few outcomes', 'failed', 9],
  ['nothing but answers', 'answered', 1_000],
  ['outcomes that prove nothing', 'unknown', 1_000],
] as const)('%s leave it closed', (_, outcome, times) => {
  const { circuit, go } = aCircuit()
  go(outcome, times)
  expect(circuit.state).toBe('closed')
})

test('what is older than its window is forgotten', () => {
  const { circuit, clock, go } = aCircuit()
  go('answered', 1_000)
  clock.now += limits.windowMs
  go('failed', 10)
  expect(circuit.state).toBe('open')
})

test('after its time one call goes through, and one only', () => {
  const { circuit, clock, go } = aCircuit()
  go('failed', 10)
  clock.now += limits.openMs - 1
  expect(circuit.enter()).toBeUndefined()
  clock.now += 1
  expect(circuit.enter()).toBe('probe')
  expect([1, 2, 3].map(() => circuit.enter())).toEqual([undefined, undefined, undefined])
})

test('a probe that is answered closes it, and the past is forgotten', () => {
  const { circuit, clock, go, states } = aCircuit()
  go('failed', 10)
  clock.now += limits.openMs
  go('answered')
  go('failed', 9)
  expect(states).toEqual(['open', 'probing', 'closed'])
  expect(circuit.enter()).toBe('free')
})

test('a probe that fails keeps it open for as long again; one that proves nothing makes room for the next', () => {
  const { circuit, clock, go } = aCircuit()
  go('failed', 10)
  clock.now += limits.openMs
  go('failed')
  expect(circuit.enter()).toBeUndefined()
  clock.now += limits.openMs
  go('unknown')
  expect(circuit.enter()).toBe('probe')
})

test('calls from before it opened do not decide while a probe is out', () => {
  const { circuit, clock, go } = aCircuit()
  const before = circuit.enter()
  go('failed', 10)
  clock.now += limits.openMs
  expect(circuit.enter()).toBe('probe')
  if (before) circuit.settle(before, 'answered')
  expect(circuit.state).toBe('probing')
})

test('tripped, it is open at once and the next call is the probe', () => {
  const { circuit } = aCircuit()
  circuit.trip()
  expect(circuit.state).toBe('open')
  expect(circuit.enter()).toBe('probe')
})
