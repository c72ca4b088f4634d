import { registerEnumType } from 'type-graphql'
import type * as Stored from '../store/tables.ts'

export const TestMethod = { NAAT: 'NAAT', RAT: 'RAT', ANTIBODY: 'ANTIBODY' } as const satisfies {
  [Method in Stored.TestMethod]: Method
}
registerEnumType(TestMethod, {
  name: 'TestMethod',
  description: 'How a sample was examined.',
  valuesConfig: {
    NAAT: { description: 'A PCR test, or another test that finds the virus’s genes.' },
    RAT: { description: 'A rapid antigen test.' },
    ANTIBODY: { description: 'A test for antibodies: says something about the past, not about being infected now.' },
  },
})

export const TestOutcome = {
  POSITIVE: 'POSITIVE',
  NEGATIVE: 'NEGATIVE',
  INCONCLUSIVE: 'INCONCLUSIVE',
  UNKNOWN: 'UNKNOWN',
} as const satisfies { [Outcome in Stored.Outcome]: Outcome }
registerEnumType(TestOutcome, {
  name: 'TestOutcome',
  description: 'What the laboratory found.',
  valuesConfig: {
    POSITIVE: { description: 'Detected.' },
    NEGATIVE: { description: 'Not detected.' },
    INCONCLUSIVE: { description: 'The laboratory could not tell.' },
    UNKNOWN: {
      description: 'The laboratory’s words cannot be read as a result. Read them; never take it as negative.',
    },
  },
})

export const ResultState = {
  PRELIMINARY: 'PRELIMINARY',
  FINAL: 'FINAL',
  CORRECTED: 'CORRECTED',
} as const satisfies { [State in Stored.ResultState]: State }
registerEnumType(ResultState, {
  name: 'ResultState',
  description: 'How settled a result is.',
  valuesConfig: {
    PRELIMINARY: { description: 'More will follow; nothing should be decided on it.' },
    FINAL: { description: 'The laboratory’s answer.' },
    CORRECTED: { description: 'Replaces an earlier answer that was wrong.' },
  },
})
