import type { Basis } from '../../../../schema/access.ts'

/**
 * Who may decide about consents and reservations: the citizen herself, her parents while she is a child, and whoever has
 * a tildelt fullmakt because she cannot. An ordinary fullmakt is not enough (facts B3). Which children and which areas
 * the grant has already settled.
 */
const deciding: readonly Basis[] = ['self', 'parent', 'tildelt-fullmakt']

export function mayDecide(basis: Basis): boolean {
  return deciding.includes(basis)
}

/** Who sees settings as the citizen does: they are closed to health personnel, whatever their grant opens. */
const reading: readonly Basis[] = [...deciding, 'fullmakt']

export function mayReadSettings(basis: Basis): boolean {
  return reading.includes(basis)
}
