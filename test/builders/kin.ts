import type { Child, Kin } from '../../schema/kin.ts'
import { localDate } from '../../schema/scalars/local-date.ts'
import { aFodselsnummer } from './identifier.ts'

/** A grown woman with no children; name what matters. */
export function aKin(but: Partial<Kin> = {}): Kin {
  return {
    name: { given: 'Kari', middle: null, family: 'Nordmann' },
    birthDate: localDate('1985-04-12'),
    isProtected: false,
    children: [],
    ...but,
  }
}

/** A child who lives with a parent that has custody. */
export function aChild(but: Partial<Child> = {}): Child {
  return {
    identifier: aFodselsnummer(),
    birthDate: localDate('2015-06-01'),
    isProtected: false,
    hasCustody: true,
    livesWithCustodian: true,
    ...but,
  }
}
