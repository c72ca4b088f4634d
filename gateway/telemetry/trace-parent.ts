/** W3C Trace Context §3.2: version 00, and neither id all zeros. */
const wellFormed = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** `tracestate` is not read at all: it may hold anything, and would be sent on. */
export const isTraceParent = (header: string | string[] | undefined): header is string =>
  typeof header === 'string' && wellFormed.test(header)

export type TraceParent = { readonly traceId: string; readonly spanId: string; readonly flags: number }

export function readTraceParent(header: string): TraceParent {
  const [, traceId = '', spanId = '', flags = ''] = header.split('-')
  return { traceId, spanId, flags: Number.parseInt(flags, 16) }
}

export const printTraceParent = ({ traceId, spanId, flags }: TraceParent): string =>
  `00-${traceId}-${spanId}-${flags.toString(16).padStart(2, '0')}`
