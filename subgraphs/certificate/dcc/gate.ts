/** What every certificate passes before it leaves, in this order. */
export const gates = [
  'schema',
  'meaning',
  'value-sets',
  'names',
  'uvci',
  'validity',
  'key-usage',
  'self-check',
] as const
export type Gate = (typeof gates)[number]

/** A certificate that may not be issued. Says which rule stopped it and where, never a value of the certificate. */
export class GateFailure extends Error {
  override name = 'GateFailure'
  readonly gate: Gate
  readonly rule: string

  constructor(gate: Gate, rule: string, options?: { cause: unknown }) {
    super(`the certificate does not pass the gate "${gate}": ${rule}`, options)
    this.gate = gate
    this.rule = rule
  }
}
