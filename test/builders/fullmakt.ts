import type { Fullmakt } from '../../subgraphs/proxy-consent/representation/domain/fullmakt.ts'
import { aFodselsnummer } from './identifier.ts'

let serial = 0

/** An ordinary fullmakt to Kari Nordmann for vaccinations, without an end. */
export function aFullmakt(but: Partial<Fullmakt> = {}): Fullmakt {
  return {
    id: `00000000-0000-4000-8000-${String(serial++).padStart(12, '0')}`,
    kind: 'ordinary',
    giver: { identifier: aFodselsnummer(), name: 'Ola Nordmann' },
    receiver: { identifier: aFodselsnummer(), name: 'Kari Nordmann' },
    areas: ['vaccinations'],
    givenAt: new Date('2021-01-01T12:00:00Z'),
    validUntil: null,
    endedAt: null,
    endedBy: null,
    ...but,
  }
}
