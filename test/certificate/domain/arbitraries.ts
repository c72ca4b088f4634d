import fc from 'fast-check'
import { addDays, localDate, startOfOsloDay } from '../../../schema/scalars/local-date.ts'
import type {
  RegisteredCase,
  RegisteredTest,
  RegisteredVaccination,
} from '../../../subgraphs/certificate/domain/index.ts'
import { aCase, aDose, aTest, influenza, type Product, unknownCode } from './situations.ts'

/*
 * Whatever can be registered: doses, samples and cases close enough to each other to matter to each other, asked about
 * on days of all rules.
 */
const firstDay = localDate('2021-04-01')
const days = fc.integer({ min: 0, max: 700 }).map(day => addDays(firstDay, day))
const close = fc.integer({ min: 0, max: 60 })
const products: readonly Product[] = ['Comirnaty', 'Spikevax', 'Vaxzevria', 'Janssen', 'Abdala', 'Unrecognised']

export type Registered = {
  readonly now: Date
  readonly vaccinations: readonly RegisteredVaccination[]
  readonly testResults: readonly RegisteredTest[]
  readonly cases: readonly RegisteredCase[]
}

/** Everything about one person around one moment; ids are unique. */
export const registered: fc.Arbitrary<Registered> = fc
  .record({
    asked: days,
    hour: fc.integer({ min: 0, max: 23 }),
    doses: fc.array(fc.tuple(fc.constantFrom(...products), fc.integer({ min: -3, max: 320 }), fc.option(fc.nat(4))), {
      maxLength: 4,
    }),
    others: fc.subarray([influenza, unknownCode]),
    samples: fc.array(
      fc.record({
        hoursAgo: fc.integer({ min: -5, max: 300 }),
        method: fc.constantFrom('NAAT', 'RAT', 'ANTIBODY'),
        outcome: fc.constantFrom('POSITIVE', 'NEGATIVE', 'NEGATIVE', 'INCONCLUSIVE', 'UNKNOWN'),
        state: fc.constantFrom('PRELIMINARY', 'FINAL', 'CORRECTED'),
        deviceId: fc.constantFrom('1833', null),
        isTimed: fc.integer({ min: 0, max: 9 }),
      }),
      { maxLength: 4 },
    ),
    cases: fc.array(
      fc.tuple(fc.constantFrom('NAAT', 'NAAT', 'RAT', 'ANTIBODY'), fc.oneof(close, fc.integer({ min: -3, max: 420 }))),
      { maxLength: 3 },
    ),
  })
  .map(({ asked, hour, doses, others, samples, cases }) => {
    const now = new Date(startOfOsloDay(asked).getTime() + hour * 3_600_000 + 60_000)
    return {
      now,
      vaccinations: [
        ...doses.map(([product, ago, doseNumber], index) =>
          aDose(`${product} ${addDays(asked, -ago)}`, { id: `dose ${index}`, doseNumber }),
        ),
        ...others,
      ],
      testResults: samples.map(({ hoursAgo, isTimed, ...sample }, index) => ({
        ...aTest(new Date(now.getTime() - hoursAgo * 3_600_000).toISOString(), {
          id: `sample ${index}`,
          ...(sample as Partial<RegisteredTest>),
        }),
        ...(isTimed === 0 && { sampledAt: null }),
      })),
      cases: cases.map(([method, ago], index) => aCase(`${method} ${addDays(asked, -ago)}`, { id: `case ${index}` })),
    }
  })
